import type { Sql } from '../postgres/client.ts';

/** A lane that a subscription reads by itself. */
export interface ApartLane {
  readonly subscription_id: string;
  readonly lane: number;
  readonly offset: number;
}

export async function readApart(sql: Sql): Promise<readonly ApartLane[]> {
  return sql<ApartLane[]>`
    select subscription_lane.subscription_id, lane, "offset" from subscription_lane join subscription using (subscription_id)
    where not joined and removed_at is null order by subscription_id, lane`;
}
