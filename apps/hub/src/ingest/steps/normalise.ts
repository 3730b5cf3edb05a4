import { normaliseEvent } from '../normalise-event.ts';
import type { Step } from './step.ts';

/** One spelling of every field, and only times that can be. */
export const normalise: Step = {
  name: 'normalise',
  run(draft, { receivedMs }) {
    const normalised = normaliseEvent(draft.sent, receivedMs);
    if ('fault' in normalised) return { refuse: normalised.fault };
    draft.fields = normalised.fields;
    draft.eventType = normalised.fields.event_type;
    return 'ok';
  },
};
