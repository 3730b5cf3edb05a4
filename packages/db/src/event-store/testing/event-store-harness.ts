import type { EventStore, EventToAppend } from '../event-store.ts';

/** An append whose transaction has done its work and waits for its end. */
export interface HeldAppend {
  commit(): Promise<void>;
  rollBack(): Promise<void>;
}

/** What the conformance suite needs of an implementation beside the port. */
export interface EventStoreHarness {
  readonly store: EventStore;
  /**
   * Appends and holds the transaction open.
   * @returns undefined when it lost an id to another append and was rolled back.
   */
  hold(events: readonly EventToAppend[]): Promise<HeldAppend | undefined>;
}
