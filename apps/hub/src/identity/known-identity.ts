import type { JsonObject } from '@activity-hub/contracts/event';

/** What a directory knows of a participant, as far as events carry it: no name, no address. */
export interface KnownIdentity {
  readonly zone: string | undefined;
  readonly context: JsonObject | undefined;
}
