import type { ProcessorRef } from '@activity-hub/db/checkpoints/consumer-store';

/** What a host counts, so that nothing is left out in silence. */
export interface HostObserver {
  folded(ref: ProcessorRef, events: number): void;
  /** Handed on to the checkpoint without the plugin: another topic, no key, its own derived events. */
  skipped(ref: ProcessorRef, events: number): void;
  /** Events the plugin failed at: kept with the reason, left out of its states. */
  failedEvents(ref: ProcessorRef, events: number): void;
  /** A key was folded again, because an event came late or was taken back. */
  refolded(ref: ProcessorRef): void;
  /** A finding about an event older than 48 hours when recorded: it opens no case. */
  pastFinding(ref: ProcessorRef): void;
  /** Not derived, because too many derived events lie between it and a producer's. */
  tooDeep(ref: ProcessorRef): void;
}
