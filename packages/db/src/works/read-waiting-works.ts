import type { Sql } from '../postgres/client.ts';
import { type ExactInstant, exactInstant } from '../queries/exact-instant.ts';
import { WORK_TRACE } from './work-state.ts';

/** Events that were handed on to their works and are not in the traces yet. */
export interface WaitingWorks {
  readonly events: number;
  /** When the first of them, of each bucket, was recorded. */
  readonly since: readonly ExactInstant[];
}

export async function readWaitingWorks(sql: Sql, version: string): Promise<WaitingWorks> {
  const rows = await sql<{ waiting: number; since: string | null }[]>`
    select inbox_head.head - checkpoint."offset" as waiting, event.recorded_at as since
    from inbox_head join checkpoint on checkpoint.processor = ${WORK_TRACE} and checkpoint.of_inbox
        and checkpoint.version = inbox_head.version and checkpoint.lane = inbox_head.bucket
      left join inbox on inbox.processor = inbox_head.processor and inbox.version = inbox_head.version
        and inbox.bucket = inbox_head.bucket and inbox.place = checkpoint."offset" + 1
      left join event on event.lane = inbox.lane and event."offset" = inbox."offset"
    where inbox_head.processor = ${`${WORK_TRACE}/inbox`} and inbox_head.version = ${version}
      and inbox_head.head > checkpoint."offset"`;
  return {
    events: rows.reduce((sum, row) => sum + row.waiting, 0),
    since: rows.flatMap((row) => (row.since === null ? [] : [exactInstant(row.since)])),
  };
}
