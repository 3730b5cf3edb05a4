import { refuse, type Step } from './step.ts';

/** The types a key may publish. */
export const checkScope: Step = {
  name: 'scope',
  run(draft, { request }) {
    if (request.publisher.allows(draft.eventType)) return 'ok';
    return refuse(
      'event_type_not_allowed',
      '/event_type',
      `The key may not publish ${draft.eventType}. An admin can add the type to the key's scope.`,
    );
  },
};
