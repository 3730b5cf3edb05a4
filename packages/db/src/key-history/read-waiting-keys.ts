import type { ProcessorRef } from '../checkpoints/consumer-store.ts';
import type { Sql } from '../postgres/client.ts';
import { type ExactInstant, exactInstant } from '../queries/exact-instant.ts';

/** Events that were handed on to their keys and are not in the states yet. */
export interface WaitingKeys {
  readonly events: number;
  /** When the first of them, of each bucket, was recorded. */
  readonly since: readonly ExactInstant[];
}

export async function readWaitingKeys(sql: Sql, { processor, version }: ProcessorRef): Promise<WaitingKeys> {
  const rows = await sql<{ waiting: number; since: string | null }[]>`
    select inbox_head.head - checkpoint."offset" as waiting, event.recorded_at as since
    from inbox_head join checkpoint on checkpoint.processor = ${processor} and checkpoint.of_inbox
        and checkpoint.version = inbox_head.version and checkpoint.lane = inbox_head.bucket
      left join inbox on inbox.processor = inbox_head.processor and inbox.version = inbox_head.version
        and inbox.bucket = inbox_head.bucket and inbox.place = checkpoint."offset" + 1
      left join event on event.lane = inbox.lane and event."offset" = inbox."offset"
    where inbox_head.processor = ${`${processor}/inbox`} and inbox_head.version = ${version}
      and inbox_head.head > checkpoint."offset"`;
  return {
    events: rows.reduce((sum, row) => sum + row.waiting, 0),
    since: rows.flatMap((row) => (row.since === null ? [] : [exactInstant(row.since)])),
  };
}
