import { demandAccess } from '@activity-hub/contracts/access/access-level';
import type { Caller } from '@activity-hub/contracts/access/caller';
import { topicMatches } from '@activity-hub/contracts/topic';
import type { Publisher } from '../ingest/ingest-request.ts';

/** Answers remembered per key: the types of the ecosystem are few, and what a sender makes up is bounded. */
const maxRemembered = 1_000;

function scopeOf(patterns: readonly string[]): (eventType: string) => boolean {
  const remembered = new Map<string, boolean>();
  return (eventType) => {
    const known = remembered.get(eventType);
    if (known !== undefined) return known;
    const allowed = patterns.some((pattern) => topicMatches(pattern, eventType));
    if (remembered.size < maxRemembered) remembered.set(eventType, allowed);
    return allowed;
  };
}

const publishers = new WeakMap<Caller, Publisher>();

/**
 * What a caller may publish. Remembered for as long as the caller is, which is as long as the key is believed.
 * @throws HubError unauthenticated, forbidden
 */
export function publisherOf(caller: Caller): Publisher {
  demandAccess(caller, 'publish');
  const known = publishers.get(caller);
  if (known !== undefined) return known;
  const publisher: Publisher =
    caller.kind === 'key'
      ? { keyId: caller.key_id, source: caller.source, allows: scopeOf(caller.event_types) }
      : { keyId: null, source: null, allows: () => true };
  publishers.set(caller, publisher);
  return publisher;
}
