import { LANE_COUNT } from '@activity-hub/contracts/lane';
import type { ClickHouseClient } from '@clickhouse/client';
import { insertEvents } from '../../clickhouse/insert-events.ts';
import { createPostgresEventStore } from '../../event-store/postgres-event-store.ts';
import type { Sql } from '../../postgres/client.ts';

const portion = 5_000;

/** Copies what is new in the log into ClickHouse and moves the checkpoints, as the projection of a hub does. */
export async function projectLog(sql: Sql, clickhouse: ClickHouseClient): Promise<void> {
  const store = createPostgresEventStore(sql);
  const heads = await store.laneHeads();
  for (let lane = 0; lane < LANE_COUNT; lane++) {
    let [{ at } = { at: 0 }] = await sql<{ at: number }[]>`
      select "offset" as at from checkpoint where processor = 'clickhouse' and version = '1' and lane = ${lane}`;
    while (at < (heads[lane] ?? 0)) {
      const events = await store.readLane(lane, at, portion);
      await insertEvents(
        clickhouse,
        events.map((event) => ({ lane, ...event })),
      );
      at = events.at(-1)?.offset ?? at;
    }
    await sql`
      insert into checkpoint (processor, version, lane, "offset") values ('clickhouse', '1', ${lane}, ${at})
      on conflict (processor, version, lane) do update set "offset" = excluded."offset"`;
  }
}
