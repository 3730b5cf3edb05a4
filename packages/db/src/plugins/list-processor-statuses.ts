import type { Statements } from '../postgres/statements.ts';
import type { ProcessorStatusRow } from './write-processor-status.ts';

export interface SeenProcessorStatus extends Omit<ProcessorStatusRow, 'moved'> {
  readonly seen_at: string;
  /** By the clock of the database: the clocks of two hubs may differ. */
  readonly age_seconds: number;
  /** Since it last finished something; infinite when it never has. */
  readonly still_seconds: number;
}

/** Of all plugins, or of the one with what hands its keys on. */
export async function listProcessorStatuses(
  sql: Statements,
  pluginId: string | null,
): Promise<readonly SeenProcessorStatus[]> {
  return sql<SeenProcessorStatus[]>`
    select processor, version, condition, reason, reason_code, reason_values, lag_events, lag_seconds, events, faults,
      busy_seconds, events_per_second, memory_mb, started_at, seen_at,
      extract(epoch from clock_timestamp() - seen_at)::float8 as age_seconds,
      extract(epoch from clock_timestamp() - moved_at)::float8 as still_seconds
    from processor_status
    where ${pluginId}::text is null or processor in (${pluginId}, ${pluginId} || '/inbox')
    order by processor, version`;
}
