import { setTimeout as pause } from 'node:timers/promises';
import type { Sql } from '@activity-hub/db/postgres/client';

const everyMs = 50;

/**
 * Milliseconds since the oldest event that some consumer, or the one named, has not finished was recorded; 0 when
 * none waits.
 */
async function consumerLagMs(sql: Sql, processor?: string): Promise<number> {
  const [row] = await sql<{ lag: number | null }[]>`
    select extract(epoch from clock_timestamp() - min(next.recorded_at))::float8 * 1000 as lag
    from checkpoint c
    join lane l on l.lane = c.lane and l.head > c."offset"
    cross join lateral (
      select e.recorded_at from event e where e.lane = c.lane and e."offset" > c."offset" order by e."offset" limit 1
    ) next
    -- Buckets are numbered otherwise than lanes, and a frozen revision stays where it is.
    where not c.of_inbox and not c.frozen
      and c.processor = coalesce(${processor ?? null}::text, c.processor)`;
  return Math.max(0, row?.lag ?? 0);
}

/**
 * Waits until every consumer, or the one named, has finished every recorded event.
 * @returns the milliseconds it took.
 * @throws when it takes longer than `withinMs`.
 */
export async function consumersCaughtUp(sql: Sql, withinMs: number, processor?: string): Promise<number> {
  const begun = performance.now();
  for (;;) {
    const lag = await consumerLagMs(sql, processor);
    const waited = performance.now() - begun;
    if (lag === 0) return waited;
    if (waited > withinMs) throw new Error(`Consumers still lag ${Math.round(lag)} ms after ${withinMs} ms.`);
    await pause(everyMs);
  }
}

/** The largest lag seen while something runs, in milliseconds. */
export async function worstLagWhile(sql: Sql, running: Promise<unknown>, processor?: string): Promise<number> {
  let worst = 0;
  let going = true;
  const end = running.finally(() => {
    going = false;
  });
  while (going) {
    worst = Math.max(worst, await consumerLagMs(sql, processor));
    await pause(everyMs);
  }
  await end;
  return worst;
}
