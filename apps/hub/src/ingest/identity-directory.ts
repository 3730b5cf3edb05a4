import type { JsonObject } from '@activity-hub/contracts/event';

/** What is known of participants, as ingest needs it. */
export interface IdentityDirectory {
  /** Loads what is not in memory. Bounded in time, and never fails: who cannot be looked up is not known. */
  prepare(userIds: Iterable<string>): Promise<void>;
  /** IANA zone. */
  zoneOf(userId: string): string | undefined;
  /** What is kept with the event: the groups somebody belonged to when it was recorded. */
  contextOf(userId: string): JsonObject | undefined;
}

/** A directory in which nobody is listed. */
export const emptyDirectory: IdentityDirectory = {
  prepare: async () => {},
  zoneOf: () => undefined,
  contextOf: () => undefined,
};
