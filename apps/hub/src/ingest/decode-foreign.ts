import { EVENT_LIMITS } from '@activity-hub/contracts/event';
import type { Adapter } from './adapters/adapter.ts';
import { canonicalWalk } from './canonical-walk.ts';
import { type BodyShape, bytesOf, type DecodedBody, decodeBody, type SentEvent } from './decode-body.ts';
import { inspectJson } from './inspect-json.ts';

/** Around the payload of a foreign event lies its own envelope. */
const envelopeDepth = 8;

/**
 * The text is judged as it was sent, before anything is made of it: a key twice or a nesting too deep would
 * be gone from what the adapter makes.
 */
function adapted(sent: SentEvent, adapter: Adapter): SentEvent {
  if (sent.fault !== undefined) return sent;
  const walk = canonicalWalk(sent.value, EVENT_LIMITS.maxDepth + envelopeDepth);
  if (walk === undefined) {
    const detail = `Nest at most ${EVENT_LIMITS.maxDepth} objects and arrays.`;
    return { ...sent, fault: { code: 'too_deep', pointer: '', detail } };
  }
  const doubled = walk.keys === sent.keys ? undefined : inspectJson(bytesOf(sent).toString('utf8'));
  if (doubled !== undefined) return { ...sent, fault: doubled };
  const made = adapter(sent.value);
  return 'fault' in made
    ? { ...sent, fault: made.fault }
    : { ...sent, value: made.event, keys: undefined, pointers: made.pointers };
}

/**
 * A body in another format than ours, as events on their way. What is kept of a refused one are the bytes
 * that were sent, so that it can be repaired in the format its producer knows.
 */
export function decodeForeign(body: Buffer, shape: BodyShape, adapter: Adapter): DecodedBody {
  const decoded = decodeBody(body, shape);
  if ('fault' in decoded) return decoded;
  return { events: decoded.events.map((sent) => adapted(sent, adapter)) };
}
