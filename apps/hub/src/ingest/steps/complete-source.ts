import { refuse, type Step } from './step.ts';

/** The source is the key's. An event may say it too, but not another one's. */
export const completeSource: Step = {
  name: 'source',
  run(draft, { request, fillsTimestamp, receivedAt }) {
    const { source } = request.publisher;
    const sent = draft.sent.source_system;
    if (source !== null && sent === undefined) draft.sent = { ...draft.sent, source_system: source };
    if (fillsTimestamp && draft.sent.timestamp === undefined) {
      draft.sent = { ...draft.sent, timestamp: request.firstReceivedAt ?? receivedAt };
      draft.timestampIsOurs = true;
    }
    if (source === null || sent === undefined || sent === source) return 'ok';
    return refuse(
      'source_not_allowed',
      '/source_system',
      `The key publishes as ${source}, not as ${JSON.stringify(sent)}. Leave source_system out, or use the key of that source.`,
    );
  },
};
