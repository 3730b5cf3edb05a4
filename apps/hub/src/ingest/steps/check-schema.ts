import { addContext, type Step } from './step.ts';

/** The payload against the schema of its type and version. */
export const checkSchema: Step = {
  name: 'schema',
  run(draft, { schemas }) {
    const { event_version, source_system } = draft.fields;
    const answer = schemas.find(draft.eventType, event_version, source_system);
    if (answer.kind === 'redirect') return { redirect: answer.event_type };
    if (answer.kind === 'unknown') {
      if (!answer.keep) return { refuse: answer.fault };
      addContext(draft, 'unvalidated', true);
      return 'ok';
    }
    const fault = answer.validate(draft.sent.payload);
    return fault === undefined ? 'ok' : { refuse: fault };
  },
};
