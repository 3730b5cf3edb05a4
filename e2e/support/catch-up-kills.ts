import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { EventToAppend } from '@activity-hub/db/event-store/event-store';
import { createPostgresEventStore } from '@activity-hub/db/event-store/postgres-event-store';
import type { Sql } from '@activity-hub/db/postgres/client';
import { appendAll } from '@activity-hub/hub/process/testing/append-fixtures';
import { nodeEnvironment } from '@activity-hub/hub/testing/node-environment';
import { catchingUp, convoyBehindEvents, startCatchUp } from './catch-up-processing.ts';

const everyMs = 5;
const withinMs = 60_000;

/** How far the processors were when they were killed. */
export interface Killed {
  /** Of all they have to fold, between 0 and 1. */
  readonly share: number;
  /** Lanes, of all processors, that were begun and so far behind that they went in convoys. */
  readonly onTheWay: number;
}

/** What a catch-up leaves behind, row by row. */
export interface LeftBehind {
  readonly checkpoints: readonly unknown[];
  readonly states: readonly unknown[];
  readonly derived: readonly unknown[];
}

/**
 * Lets plugins that knew the log when it was empty, and so derive for all of it, catch up with it, and kills them with
 * SIGKILL on the way.
 * @param shares at which part of it they are killed, in order
 */
export async function catchUpWithKills(
  { url, sql }: { readonly url: string; readonly sql: Sql },
  events: readonly EventToAppend[],
  shares: readonly number[],
): Promise<{ readonly kills: readonly Killed[]; readonly left: LeftBehind }> {
  await (await startCatchUp(url)).stop();
  await appendAll(createPostgresEventStore(sql), events);
  const kills: Killed[] = [];
  for (const share of shares) kills.push(await killAt(url, sql, share));
  const processing = await startCatchUp(url);
  await until(async () => (await readProgress(sql)).share === 1 && !(await isDeadlineDue(sql)));
  await processing.stop();
  return { kills, left: await readLeftBehind(sql) };
}

async function killAt(url: string, sql: Sql, share: number): Promise<Killed> {
  const script = fileURLToPath(new URL('catch-up-process.ts', import.meta.url));
  const child = spawn(process.execPath, [script, url], { env: { ...nodeEnvironment }, stdio: 'ignore' });
  const ended = once(child, 'exit');
  try {
    await until(async () => {
      if (child.exitCode !== null) throw new Error(`The process ended with ${child.exitCode} before it was killed.`);
      return (await readProgress(sql)).share >= share;
    });
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
  return await readProgress(sql);
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`The catch-up came to no end within ${withinMs} ms.`);
    await pause(everyMs);
  }
}

async function readProgress(sql: Sql): Promise<Killed> {
  const [row] = await sql<Killed[]>`
    select sum("offset")::float8 / sum(head)::float8 as share,
      count(*) filter (where "offset" > 0 and head - "offset" > ${convoyBehindEvents})::int as "onTheWay"
    from checkpoint join lane using (lane) where processor = any(${[...catchingUp]}::text[])`;
  if (row === undefined) throw new Error('An aggregate gave no row.');
  return row;
}

/** All deadlines passed long ago: they are fired when nobody is far behind any more. */
async function isDeadlineDue(sql: Sql): Promise<boolean> {
  return (await sql`select from held_state where deadline_at <= now() limit 1`).length > 0;
}

async function readLeftBehind(sql: Sql): Promise<LeftBehind> {
  const [checkpoints, states, derived] = await Promise.all([
    sql`select processor, version, lane, "offset", derives_after from checkpoint order by 1, 2, 3`,
    sql`
      select processor, version, key, window_kind, window_start, lane, user_id, state, view, deadline_at, last_event_id,
        last_occurred_at, time_zone, correlation_id, causation_depth, fired_until
      from held_state order by 1, 2, 3, 4, 5`,
    sql`
      select event_id, event_type, occurred_at, day, time_zone, user_id, session_id, causation_id, correlation_id,
        payload, metadata
      from event where origin = 'derived' order by event_id`,
  ]);
  return { checkpoints: [...checkpoints], states: [...states], derived: [...derived] };
}
