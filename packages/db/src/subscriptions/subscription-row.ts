import type { SubscriptionState } from '@activity-hub/contracts/dispatch/subscription';
import type { Json, JsonObject } from '@activity-hub/contracts/event';
import type { Statements } from '../postgres/statements.ts';

/** A subscription as it is stored; `sealed` holds the secrets of its destination. */
export interface SubscriptionRow {
  readonly subscription_id: string;
  readonly name: string;
  readonly topics: readonly string[];
  readonly filter: string | null;
  readonly template: Json;
  readonly destination: JsonObject;
  readonly sealed: Uint8Array | null;
  readonly fifo: boolean;
  readonly concurrency: number;
  readonly rate_per_second: number | null;
  readonly state: SubscriptionState;
  readonly state_reason: string | null;
  readonly failing_since: string | null;
  readonly warned_percent: number;
  readonly circuit_open_until: string | null;
  readonly epoch: number;
  readonly created_by: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly removed: boolean;
}

export function subscriptionColumns(sql: Statements) {
  return sql`subscription_id, name, topics, filter, template, destination, sealed, fifo, concurrency, rate_per_second,
    state, state_reason, failing_since, warned_percent, circuit_open_until, epoch, created_by, created_at, updated_at,
    removed_at is not null as removed`;
}
