import type { SentEvent } from '../../ingest/decode-body.ts';
import type { Ingest } from '../../ingest/ingest-events.ts';
import type { Limits } from './limits.ts';

/**
 * The same ingest, where events are charged to the key that sends them before they are taken. Events that are
 * offered again, because there was no room for them, are charged once.
 */
export function chargedIngest(ingest: Ingest, limits: Pick<Limits, 'take'>): Ingest {
  const charged = new WeakSet<readonly SentEvent[]>();
  return {
    ...ingest,
    async take(sent, request) {
      if (!charged.has(sent)) await limits.take(request.publisher, sent.length);
      charged.add(sent);
      return ingest.take(sent, request);
    },
  };
}
