import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { BatchAnswer } from '@activity-hub/contracts/receipt';
import { freePort } from '@activity-hub/db/embedded/chosen-port';
import type { Sql } from '@activity-hub/db/postgres/client';
import { benchEvent } from '@activity-hub/hub/bench/bench-events';
import { consumersCaughtUp } from '@activity-hub/hub/bench/consumer-lag';
import { type HubProcess, startHubProcess } from '@activity-hub/hub/testing/hub-process';
import { asOperator } from '@activity-hub/hub/testing/operator-key';

const writers = 6;
const batchSize = 200;
const caughtUpWithinMs = 60_000;
const firstWithinMs = 30_000;

export interface KillReport {
  readonly rounds: number;
  readonly acknowledged: number;
  /** Acknowledged events that the log does not hold exactly once. */
  readonly lost: number;
  /** (user, day, type) counts in which the score aggregate differs from a count over the log. */
  readonly differences: number;
}

/** Posts batches until the hub dies; every id the hub acknowledged is added to `acknowledged`. */
async function writeUntilDead(url: string, run: string, acknowledged: Set<string>): Promise<void> {
  const now = Date.now();
  for (let n = 0; ; n += batchSize) {
    const events = Array.from({ length: batchSize }, (_, i) => benchEvent(run, n + i, now));
    const answer = await fetch(`${url}/activity/events/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...asOperator },
      body: JSON.stringify(events),
    })
      .then(async (response) => (response.ok ? ((await response.json()) as BatchAnswer) : undefined))
      .catch(() => undefined);
    if (answer === undefined) return;
    for (const item of answer.items) {
      if (item.status === 'accepted' || item.status === 'duplicate') acknowledged.add(item.receipt.event_id);
    }
  }
}

/** On a machine that is busy elsewhere the first answer takes longer than a round: a hub that took nothing proves nothing. */
async function firstAcknowledged(acknowledged: ReadonlySet<string>): Promise<void> {
  const before = acknowledged.size;
  const deadline = performance.now() + firstWithinMs;
  while (acknowledged.size === before) {
    if (performance.now() > deadline) throw new Error(`Nothing was acknowledged within ${firstWithinMs} ms.`);
    await pause(10);
  }
}

async function countLost(sql: Sql, acknowledged: ReadonlySet<string>): Promise<number> {
  const ids = [...acknowledged];
  let lost = 0;
  for (let at = 0; at < ids.length; at += 10_000) {
    const chunk = ids.slice(at, at + 10_000);
    const [row] = await sql<{ once: number }[]>`
      select count(*)::int as once
      from (select event_id from event where event_id = any(${chunk}::uuid[]) group by event_id having count(*) = 1) found`;
    lost += chunk.length - (row?.once ?? 0);
  }
  return lost;
}

/** Compares the daily counts that `activity-score` keeps with a plain count over the log. */
async function countDifferences(sql: Sql): Promise<number> {
  const [row] = await sql<{ differences: number }[]>`
    with counted as (
      select user_id::text as key, day::text as day, event_type, count(*) as events
      from event where origin = 'producer' and user_id is not null group by 1, 2, 3
    ), aggregated as (
      select s.key, s.window_start as day, c.key as event_type, c.value::bigint as events
      from held_state s, lateral jsonb_each_text(s.state -> 'counts') c
      where s.processor = 'activity-score' and s.window_kind = 'daily'
    )
    select count(*)::int as differences
    from counted full join aggregated using (key, day, event_type)
    where counted.events is distinct from aggregated.events`;
  return row?.differences ?? -1;
}

/**
 * Kills the hub's processes with SIGKILL at random moments while several writers post, starts them
 * again, and afterwards holds what was acknowledged against the log, and the aggregates against a
 * recount. Every second round the processing dies as well, so that both sides recover.
 */
export async function killRounds(options: {
  readonly rounds: number;
  readonly env: Readonly<Record<string, string>>;
  readonly sql: Sql;
  readonly say: (line: string) => void;
}): Promise<KillReport> {
  const { rounds, env, sql, say } = options;
  const acknowledged = new Set<string>();
  const port = await freePort();
  let processing = await startHubProcess({ roles: 'process', env });
  try {
    for (let round = 1; round <= rounds; round++) {
      const ingest: HubProcess = await startHubProcess({ roles: 'ingest', env, port });
      const writing = Array.from({ length: writers }, (_, w) =>
        writeUntilDead(ingest.url, `kill ${round} ${w}`, acknowledged),
      );
      await firstAcknowledged(acknowledged);
      await pause(randomInt(0, 750));
      await ingest.kill();
      if (round % 2 === 0) {
        await processing.kill();
        processing = await startHubProcess({ roles: 'process', env });
      }
      await Promise.all(writing);
      say(`round ${round}/${rounds}: ${acknowledged.size} acknowledged`);
    }
    await consumersCaughtUp(sql, caughtUpWithinMs);
    return {
      rounds,
      acknowledged: acknowledged.size,
      lost: await countLost(sql, acknowledged),
      differences: await countDifferences(sql),
    };
  } finally {
    await processing.kill();
  }
}
