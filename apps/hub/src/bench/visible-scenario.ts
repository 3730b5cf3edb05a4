import { setTimeout as pause } from 'node:timers/promises';
import { connectPostgres, type Sql } from '@activity-hub/db/postgres/client';
import { startHubProcess } from '../testing/hub-process.ts';
import { type OwnServers, withOwnServers } from '../testing/own-servers.ts';
import { consumersCaughtUp } from './consumer-lag.ts';
import { startLastingProcessing } from './lasting-processing.ts';
import { quantile } from './quantile.ts';
import { rounded } from './rounded.ts';
import { runLoad } from './run-load.ts';
import type { ScenarioResult } from './scenario-result.ts';
import { probeVisibility } from './visibility-probe.ts';

type Say = (line: string) => void;

/** `HUB_BENCH_RATE` tries another one, to find the rate at which a machine still keeps the bar. */
const eventsPerSecond = Number(process.env['HUB_BENCH_RATE'] ?? 5_000);
const batch = 250;
const connections = 16;
const warmSeconds = 4;
const loadedSeconds = 30;
/** The load outlasts the markers. */
const spareSeconds = 6;
const idleMarkers = 200;
const loadedMarkers = 10 * loadedSeconds;
const caughtUpWithinMs = 120_000;

async function storedEvents(sql: Sql): Promise<number> {
  const [row] = await sql<{ stored: number }[]>`select sum(head)::float8 as stored from lane`;
  return row?.stored ?? 0;
}

/** The bodies of a load are made before its first is sent, so it begins when the log says so. */
async function underLoad(sql: Sql): Promise<void> {
  const wanted = (await storedEvents(sql)) + warmSeconds * eventsPerSecond;
  while ((await storedEvents(sql)) < wanted) await pause(50);
}

async function measure({ databaseUrl, env }: OwnServers, sql: Sql, say: Say): Promise<ScenarioResult> {
  const ingest = await startHubProcess({ roles: 'ingest', env });
  const processing = await startLastingProcessing({ databaseUrl, plugins: ['activity-score'], pluginsDir: '' });
  const rest = { surface: 'rest', target: ingest.url, batch, connections } as const;
  try {
    say('visible: an event until its score can be read, without load');
    await runLoad({ mode: 'batches', ...rest, run: 'visible warm', count: 10_000, perSecond: 0 });
    await consumersCaughtUp(sql, caughtUpWithinMs);
    await probeVisibility({ sql, url: ingest.url, markers: 20 });
    const idle = await probeVisibility({ sql, url: ingest.url, markers: idleMarkers });

    say(`visible: the same at ${eventsPerSecond} events/s`);
    const seconds = warmSeconds + loadedSeconds + spareSeconds;
    const count = seconds * eventsPerSecond;
    let ended = false;
    const loading = runLoad({ mode: 'paced', ...rest, run: 'visible', count, perSecond: eventsPerSecond / batch });
    const load = loading.finally(() => {
      ended = true;
    });
    const loaded = await Promise.race([
      underLoad(sql).then(() => probeVisibility({ sql, url: ingest.url, markers: loadedMarkers })),
      load.then(() => undefined),
    ]);
    if (loaded === undefined || ended) throw new Error('The load ended before the last marker was visible.');
    const held = await load;
    const catchUp = await consumersCaughtUp(sql, caughtUpWithinMs);

    const p95 = quantile(loaded.fromAnswer, 0.95);
    const idleP95 = quantile(idle.fromAnswer, 0.95);
    return {
      figures: {
        visible_p50_ms: rounded(quantile(loaded.fromAnswer, 0.5), 1),
        visible_p95_ms: rounded(p95, 1),
        visible_p99_ms: rounded(quantile(loaded.fromAnswer, 0.99), 1),
        visible_from_sending_p95_ms: rounded(quantile(loaded.fromSending, 0.95), 1),
        visible_markers: loaded.fromAnswer.length,
        visible_load_events_per_s: rounded(held.perSecond),
        visible_load_p95_ms: rounded(held.p95, 1),
        visible_load_failures: held.failures,
        visible_catch_up_ms: rounded(catchUp),
      },
      ratios: { visible_p95_to_unloaded: rounded(p95 / idleP95, 2) },
      baseline: {
        visible_unloaded_p50_ms: rounded(quantile(idle.fromAnswer, 0.5), 1),
        visible_unloaded_p95_ms: rounded(idleP95, 1),
        visible_unloaded_p99_ms: rounded(quantile(idle.fromAnswer, 0.99), 1),
      },
      peakRssMb: processing.peakRssMb(),
    };
  } finally {
    await ingest.stop();
    await processing.stop();
  }
}

/**
 * How soon a committed event is seen in the stored score, with events coming over HTTP at a steady rate from a process
 * of their own, and without any. Ingest and processing are processes of their own too.
 */
export function visibleScenario(say: Say): Promise<ScenarioResult> {
  return withOwnServers(async (servers) => {
    const sql = connectPostgres(servers.databaseUrl, { max: 1, name: 'bench' });
    try {
      return await measure(servers, sql, say);
    } finally {
      await sql.end();
    }
  });
}
