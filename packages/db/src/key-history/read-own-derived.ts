import type { RecordedEvent } from '@activity-hub/contracts/event';
import type { ProcessorRef } from '../checkpoints/consumer-store.ts';
import type { Sql } from '../postgres/client.ts';

/** A derived event of a processor, and whether it was taken back. */
export type OwnDerived = { readonly superseded: boolean } & Pick<
  RecordedEvent,
  | 'event_id'
  | 'event_type'
  | 'timestamp'
  | 'day'
  | 'time_zone'
  | 'user_id'
  | 'session_id'
  | 'correlation_id'
  | 'causation_id'
  | 'payload'
>;

export interface DerivedState {
  readonly key: string;
  /** Kind and start, as derived events carry it. */
  readonly window: string;
  /** In whose streams they may lie. */
  readonly users: readonly string[];
}

/** What a processor derived from one key and window so far. */
export async function readOwnDerived(
  sql: Sql,
  { processor, version }: ProcessorRef,
  { key, window, users }: DerivedState,
): Promise<readonly OwnDerived[]> {
  return sql<OwnDerived[]>`
    select event.event_id, event.event_type, event.occurred_at as timestamp, event.day, event.time_zone, event.user_id,
      event.session_id, event.correlation_id, event.causation_id, event.payload,
      taken.event_id is not null as superseded
    from event left join event_correction as taken on taken.event_id = event.event_id
    where event.user_id = any (${sql.array([...users])}::uuid[]) and event.origin = 'derived'
      and event.event_type not like 'activity.correction.%'
      and event.metadata->>'processor' = ${processor} and event.metadata->>'processor_version' = ${version}
      and event.metadata->>'processor_key' = ${key} and event.metadata->>'processor_window' = ${window}
    order by event.occurred_at, event.event_id`;
}
