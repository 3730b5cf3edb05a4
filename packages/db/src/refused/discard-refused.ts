import type { Statements } from '../postgres/statements.ts';
import type { RefusedSelection } from './refused-selection.ts';
import { openSelection } from './refused-selection.ts';

/** Settles open ones without publishing them, oldest first, at most `limit`; answers which. */
export async function discardRefused(
  sql: Statements,
  selection: RefusedSelection,
  by: string,
  reason: string,
  limit: number,
): Promise<number> {
  const rows = await sql`
    update refused_event set state = 'discarded', settled_at = clock_timestamp(), settled_by = ${by}, discard_reason = ${reason}
    where refused_id in (
      select refused_id from refused_event where state = 'open' ${openSelection(sql, selection)}
      order by received_at, refused_id limit ${limit} for update skip locked
    ) and state = 'open'`;
  return rows.count;
}
