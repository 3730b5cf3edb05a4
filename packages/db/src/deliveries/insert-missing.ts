import type { Statements } from '../postgres/statements.ts';
import { type MatchedStretch, stretchParameters } from './matched-stretch.ts';

/** Inserts what a subscription missed in a lane. @returns how many were not there yet */
export async function insertMissing(sql: Statements, lane: number, stretch: MatchedStretch): Promise<number> {
  const p = stretchParameters([{ lane, stretch: { ...stretch, missingKeys: new Map() } }]);
  const [row] = await sql<{ inserted: number }[]>`
    select insert_deliveries(array[${lane}]::smallint[], ${p.lanes}::text::smallint[], ${p.subscriptions}::text::uuid[],
      ${p.offsets}::text::bigint[], ${p.recorded}::text::timestamptz[], ${p.eventIds}::text::uuid[],
      ${p.users}::text::uuid[], ${p.ordered}::text::boolean[], ${p.types}::text::text[], ${p.faults}::text::text[],
      ${p.missedLanes}::text::smallint[], ${p.missedSubscriptions}::text::uuid[],
      ${p.missedCounts}::text::int[]) as inserted`;
  return row?.inserted ?? 0;
}
