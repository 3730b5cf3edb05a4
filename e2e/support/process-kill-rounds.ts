import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import { LANE_COUNT } from '@activity-hub/contracts/lane';
import { createPostgresEventStore } from '@activity-hub/db/event-store/postgres-event-store';
import type { Sql } from '@activity-hub/db/postgres/client';
import { consumersCaughtUp } from '@activity-hub/hub/bench/consumer-lag';
import { startHubProcess } from '@activity-hub/hub/testing/hub-process';
import { asOperator } from '@activity-hub/hub/testing/operator-key';
import { aggregators } from '@activity-hub/plugins/catalog';
import { type FoldDifferences, foldDifferences } from './fold-differences.ts';
import { scatteredEvent } from './scattered-events.ts';

const checked = ['activity-score', 'streak', 'counts'];
const batchSize = 50;
/** So many events come that short lives leave work behind, and so few that the backlog of fifty is soon folded. */
const everyMs = 250;
const longestLifeMs = 2_500;
/** Short, so that the clock too breaks streaks between two deaths. */
const quietMs = 1_000;
const settledWithinMs = 300_000;

export interface ProcessKillReport {
  readonly rounds: number;
  /** Deaths at which something was waiting to be folded. */
  readonly atWork: number;
  readonly published: number;
  readonly plugins: readonly FoldDifferences[];
}

/** Whether the plugins left exactly what one fold over the log leaves. */
export function isExact({ plugins }: ProcessKillReport): boolean {
  return plugins.every(({ different, missing, surplus }) => different + missing + surplus === 0);
}

/**
 * Kills the processing with SIGKILL at random moments while events come in, starts it again, and afterwards holds
 * states and derived events of some plugins against one fold over the log. Ingest lives on.
 */
export async function processKillRounds(options: {
  readonly rounds: number;
  readonly env: Readonly<Record<string, string>>;
  readonly sql: Sql;
  readonly say: (line: string) => void;
}): Promise<ProcessKillReport> {
  const { rounds, sql, say } = options;
  const env = { ...options.env, HUB_QUIET_MS: String(quietMs) };
  // First, so that every plugin knows all of the log as it comes and derives from all of it.
  let processing = await startHubProcess({ roles: 'process', env });
  const ingest = await startHubProcess({ roles: 'ingest', env });
  const publishing = new Publishing(ingest.url);
  try {
    let atWork = 0;
    for (let round = 1; round <= rounds; round++) {
      publishing.progress = round / rounds;
      await pause(randomInt(0, longestLifeMs));
      if ((await waitingEvents(sql)) > 0) atWork += 1;
      await processing.kill();
      processing = await startHubProcess({ roles: 'process', env });
      say(`processing killed ${round}/${rounds}: ${publishing.published} published`);
    }
    await publishing.stop();
    await settled(sql);
    const log = await wholeLog(sql);
    const plugins: FoldDifferences[] = [];
    for (const aggregator of aggregators.filter(({ manifest }) => checked.includes(manifest.id)))
      plugins.push(await foldDifferences(sql, aggregator, log));
    return { rounds, atWork, published: publishing.published, plugins };
  } finally {
    await publishing.stop().catch(() => undefined);
    await ingest.kill();
    await processing.kill();
  }
}

/** A steady stream of batches until it is stopped; one that is not taken as a whole fails it. */
class Publishing {
  /** How far the story has come, between 0 and 1. */
  progress = 0;
  published = 0;
  readonly #url: string;
  readonly #running: Promise<void>;
  #stopped = false;

  constructor(url: string) {
    this.#url = `${url}/activity/events/batch`;
    this.#running = this.#run();
    // Told at the stop; until then nobody waits for it.
    this.#running.catch(() => undefined);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      const from = this.published;
      const events = Array.from({ length: batchSize }, (_, n) =>
        scatteredEvent('process kill', from + n, this.progress),
      );
      const headers = { 'content-type': 'application/json', ...asOperator };
      const answer = await fetch(this.#url, { method: 'POST', headers, body: JSON.stringify(events) });
      if (answer.status !== 200) throw new Error(`A batch was answered with ${answer.status}: ${await answer.text()}`);
      await answer.arrayBuffer();
      this.published += batchSize;
      await pause(everyMs);
    }
  }
}

async function waitingEvents(sql: Sql): Promise<number> {
  const [row] = await sql<{ waiting: number }[]>`
    select coalesce(sum(l.head - c."offset"), 0)::int as waiting
    from checkpoint c join lane l using (lane) where c.processor = any(${[...checked]}::text[])`;
  return row?.waiting ?? 0;
}

/** Everything is folded, and the clock has fired what was due. */
async function settled(sql: Sql): Promise<void> {
  const deadline = performance.now() + settledWithinMs;
  for (let quietLooks = 0; quietLooks < 2; ) {
    await consumersCaughtUp(sql, settledWithinMs);
    const [row] = await sql<{ due: number }[]>`
      select count(*)::int as due from held_state
      where processor = any(${[...checked]}::text[]) and deadline_at <= now()`;
    quietLooks = row?.due === 0 ? quietLooks + 1 : 0;
    if (performance.now() > deadline) throw new Error(`${row?.due} deadlines are due and were not fired.`);
    await pause(250);
  }
}

async function wholeLog(sql: Sql): Promise<readonly RecordedEvent[]> {
  const store = createPostgresEventStore(sql);
  const log: RecordedEvent[] = [];
  for (let lane = 0; lane < LANE_COUNT; lane++) {
    let after = 0;
    for (;;) {
      const read = await store.readLane(lane, after, 1_000);
      log.push(...read.map(({ event }) => event));
      if (read.length === 0) break;
      after = read.at(-1)?.offset ?? after;
    }
  }
  return log;
}
