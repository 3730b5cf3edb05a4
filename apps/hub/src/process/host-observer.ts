import type { ProcessorRef } from '@activity-hub/db/checkpoints/consumer-store';

/** What a host counts while it works, so that nothing is left out in silence. Events: see `EventCounts`. */
export interface HostObserver {
  /** A key was folded again, because an event came late or was taken back. */
  refolded(ref: ProcessorRef): void;
  /** A finding about an event older than 48 hours when recorded: it opens no case. */
  pastFinding(ref: ProcessorRef): void;
  /** Not derived, because too many derived events lie between it and a producer's. */
  tooDeep(ref: ProcessorRef): void;
}
