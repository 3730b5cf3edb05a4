import type { ToldFault } from '@activity-hub/contracts/plugin/plugin-fault';
import type { Sql } from '../postgres/client.ts';

/** How one processor runs, as the process that runs it says. */
export interface ProcessorStatusRow {
  readonly processor: string;
  readonly version: string;
  readonly condition: string;
  readonly reason: string | null;
  readonly reason_code: ToldFault['reason_code'];
  readonly reason_values: ToldFault['reason_values'];
  readonly lag_events: number;
  readonly lag_seconds: number;
  /** Since `started_at`. */
  readonly events: number;
  readonly faults: number;
  readonly busy_seconds: number;
  readonly events_per_second: number;
  readonly memory_mb: number | null;
  readonly started_at: string;
  /** It finished something since the last time. */
  readonly moved: boolean;
}

/** Replaces what was known of the processors; of all that were not named nothing is changed. */
export async function writeProcessorStatus(sql: Sql, rows: readonly ProcessorStatusRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into processor_status as held (processor, version, condition, reason, reason_code, reason_values, lag_events,
      lag_seconds, events, faults, busy_seconds, events_per_second, memory_mb, started_at, moved_at)
    select processor, version, condition, reason, reason_code, reason_values, lag_events,
      lag_seconds, events, faults, busy_seconds, events_per_second, memory_mb, started_at,
      case when moved then now() else '-infinity' end
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as row (processor text, version text,
      condition text, reason text, reason_code text, reason_values jsonb, lag_events bigint, lag_seconds float8, events bigint, faults bigint,
      busy_seconds float8, events_per_second float8, memory_mb float8, started_at timestamptz, moved boolean)
    order by processor, version
    on conflict (processor, version) do update set condition = excluded.condition, reason = excluded.reason,
      reason_code = excluded.reason_code, reason_values = excluded.reason_values, lag_events = excluded.lag_events, lag_seconds = excluded.lag_seconds, events = excluded.events,
      faults = excluded.faults, busy_seconds = excluded.busy_seconds, events_per_second = excluded.events_per_second,
      memory_mb = excluded.memory_mb, started_at = excluded.started_at, seen_at = now(),
      moved_at = greatest(held.moved_at, excluded.moved_at)`;
}
