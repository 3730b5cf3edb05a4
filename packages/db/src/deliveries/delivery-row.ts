import type { DeliveryState } from '@activity-hub/contracts/dispatch/delivery';
import type { Json } from '@activity-hub/contracts/event';
import type { Statements } from '../postgres/statements.ts';

/** Which event, for which subscription; `generation` above 0: sent once more after it had been delivered. */
export interface DeliveryKey {
  readonly subscription_id: string;
  readonly lane: number;
  readonly offset: number;
  readonly generation: number;
}

export interface DeliveryRow extends DeliveryKey {
  readonly event_id: string;
  readonly event_type: string;
  readonly user_id: string | null;
  readonly recorded_at: string;
  readonly matched_at: string;
  readonly state: DeliveryState;
  readonly due_at: string | null;
  readonly leased: boolean;
  readonly finished_at: string | null;
  readonly attempts: number;
  readonly tried_before: number;
  readonly last_status: number | null;
  readonly reason: string | null;
  readonly fingerprint: string | null;
  /** What a person put in the place of what the event gives. */
  readonly body: Json;
  readonly edited: boolean;
}

/** Of a table or alias named `delivery`. */
export function deliveryColumns(sql: Statements) {
  return sql`delivery.subscription_id, delivery.lane, delivery."offset", delivery.generation, delivery.event_id,
    delivery.event_type, delivery.user_id, delivery.recorded_at, delivery.matched_at, delivery.state, delivery.due_at,
    delivery.lease is not null as leased, delivery.finished_at, delivery.attempts, delivery.tried_before,
    delivery.last_status, delivery.reason, delivery.fingerprint, delivery.body, delivery.body is not null as edited`;
}
