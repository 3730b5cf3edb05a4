import { validateEnvelope } from '../validate-envelope.ts';
import { refuse, type Step } from './step.ts';

/** The base schema. */
export const checkEnvelope: Step = {
  name: 'envelope',
  run(draft) {
    const checked = validateEnvelope(draft.sent);
    if ('fault' in checked) return { refuse: checked.fault };
    if (draft.sent.source_system === undefined)
      return refuse('invalid_event', '/source_system', 'source_system is required: the key names no source.');
    return 'ok';
  },
};
