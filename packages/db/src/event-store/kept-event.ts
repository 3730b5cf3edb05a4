import { eventDigest } from './event-digest.ts';
import type { AppendOutcome, EventToAppend } from './event-store.ts';

/** What the id key remembers of an event, for the receipt and for the judgement of a repeat. */
export interface KeptEvent {
  readonly lane: number;
  readonly offset: number;
  readonly recorded_at: string;
  /** Null once erased. */
  readonly salt: Uint8Array | null;
  /** Hex. */
  readonly digest: string;
  readonly source_system: string;
  readonly erased: boolean;
}

export function receiptOutcome(status: 'accepted' | 'duplicate', kept: KeptEvent): AppendOutcome {
  const { lane, offset, recorded_at, digest } = kept;
  return { status, position: { lane, offset }, recorded_at, digest };
}

/**
 * The same content is a duplicate and gets the first receipt; other content is a conflict, and only
 * the source that owns the id is told the digests, so that no source can probe another one's events.
 */
export function judgeRepeat(sent: EventToAppend, kept: KeptEvent): AppendOutcome {
  if (kept.erased || kept.salt === null) return { status: 'erased' };
  const sentDigest = eventDigest(kept.salt, sent.canonical);
  if (sentDigest === kept.digest) return receiptOutcome('duplicate', kept);
  if (sent.source_system !== kept.source_system) return { status: 'conflict' };
  return { status: 'conflict', kept_digest: kept.digest, sent_digest: sentDigest };
}
