import type { Sql } from '../postgres/client.ts';
import type { Statements } from '../postgres/statements.ts';
import { type WholeRefused, wholeColumns } from './refused-row.ts';

/** How long one repair waits for another one of the same event; an append is answered in less, or not at all. */
const lockTimeoutMs = 10_000;

/**
 * Runs `work` while nobody else can be at these refused events: the row locks end with the transaction, so
 * also with the process that held them. In the order of the ids, so that two repairs of many never deadlock.
 * @param wait `skip`: leave out what somebody else is at
 */
export async function whileLocked<Result>(
  sql: Sql,
  refusedIds: readonly string[],
  wait: 'wait' | 'skip',
  work: (rows: readonly WholeRefused[], transaction: Statements) => Promise<Result>,
): Promise<Result> {
  const answer = await sql.begin(async (transaction) => {
    await transaction`select set_config('lock_timeout', ${String(lockTimeoutMs)}, true)`;
    const rows = await transaction<WholeRefused[]>`
      select ${wholeColumns(sql)} from refused_event
      where refused_id = any(${[...refusedIds]}::uuid[])
      order by refused_id for update ${wait === 'skip' ? sql`skip locked` : sql``}`;
    return { result: await work(rows, transaction) };
  });
  return answer.result;
}
