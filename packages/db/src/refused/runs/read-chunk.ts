import type { Statements } from '../../postgres/statements.ts';
import { openSelection } from '../refused-selection.ts';
import type { RepairRunRow } from './repair-run-row.ts';

export interface ChunkRow {
  readonly refused_id: string;
  readonly received_at: string;
}

/** The next refused events of a run, oldest first: also those whose repair somebody left unfinished. */
export async function readChunk(sql: Statements, run: RepairRunRow, limit: number): Promise<readonly ChunkRow[]> {
  return sql<ChunkRow[]>`
    select refused_id, received_at from refused_event
    where state in ('open', 'resubmitting') ${openSelection(sql, run.plan)}
      and received_at <= ${run.started_at}::text::timestamptz
      and (received_at, refused_id) > (${run.cursor_at}::text::timestamptz, ${run.cursor_id}::text::uuid)
    order by received_at, refused_id limit ${limit}`;
}
