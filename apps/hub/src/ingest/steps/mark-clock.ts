import { addContext, type Step } from './step.ts';

/** What lies so far ahead is no rounding: the producer's clock runs fast. */
const markedAheadMs = 1_000;

/** Marks an event from the future (what lies beyond the bound was refused before). Its time stays as it was sent. */
export const markClock: Step = {
  name: 'clock',
  run(draft, { receivedMs }) {
    const ahead = draft.fields.occurredMs - receivedMs;
    if (ahead >= markedAheadMs) addContext(draft, 'clock_ahead_ms', ahead);
    return 'ok';
  },
};
