import { LANE_COUNT } from '@activity-hub/contracts/lane';
import type { Sql } from '../postgres/client.ts';
import type { ProcessorRef } from './consumer-store.ts';

/**
 * How far a revision whose keys cross streams has folded every lane without a gap: no further than before the first
 * event that still waits in its inbox. In one statement, so that nothing is handed on in between. index = lane.
 */
export async function foldedOffsets(sql: Sql, { processor, version }: ProcessorRef): Promise<readonly number[]> {
  const rows = await sql<{ lane: number; folded: number }[]>`
    select handed.lane, least(handed."offset", waiting.first - 1) as folded
    from checkpoint as handed left join (
      select inbox.lane, min(inbox."offset") as first
      from checkpoint as held join inbox on inbox.processor = ${`${processor}/inbox`} and inbox.version = held.version
        and inbox.bucket = held.lane and inbox.place > held."offset"
      where held.processor = ${processor} and held.version = ${version} and held.of_inbox
      group by inbox.lane) as waiting on waiting.lane = handed.lane
    where handed.processor = ${`${processor}/inbox`} and handed.version = ${version}`;
  const offsets = new Array<number>(LANE_COUNT).fill(0);
  for (const { lane, folded } of rows) offsets[lane] = folded;
  return offsets;
}
