import { LANE_COUNT } from '@activity-hub/contracts/lane';
import type { Statements } from '../postgres/statements.ts';

/** The last offset of every lane that was recorded before an instant; index = lane. */
export async function offsetsBefore(sql: Statements, instant: string): Promise<readonly number[]> {
  const rows = await sql<{ after: number }[]>`
    select offset_before(lane::smallint, ${instant}) as after
    from generate_series(0, ${LANE_COUNT}::int - 1) as lane order by lane`;
  return rows.map(({ after }) => after);
}
