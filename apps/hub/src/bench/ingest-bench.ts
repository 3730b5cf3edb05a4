import { connectPostgres, type Sql } from '@activity-hub/db/postgres/client';
import { type HubProcess, startHubProcess } from '../testing/hub-process.ts';
import { type OwnServers, withOwnServers } from '../testing/own-servers.ts';
import type { BenchResult } from './bench-result.ts';
import { consumersCaughtUp, worstLagWhile } from './consumer-lag.ts';
import { copyBaseline } from './copy-baseline.ts';
import { halfRateScenario } from './half-rate-scenario.ts';
import type { LoadResult } from './load-generator.ts';
import { rounded } from './rounded.ts';
import { runLoad } from './run-load.ts';
import { surfacesScenario } from './surfaces-scenario.ts';

const warmEvents = 10_000;
const batchEvents = 200_000;
/** With eight the two cores are idle for a tenth of the time: all bodies are with the database at once. */
const connectionsAlone = 16;
/** More than the hub admits while consumers slow the database down: it would answer 503, and nobody here asks again. */
const connectionsTogether = 8;
const pacedEvents = 5_000;
const keepUpEvents = 20_000;
const restEvents = warmEvents + 2 * batchEvents + pacedEvents + keepUpEvents;
const caughtUpWithinMs = 120_000;

type Say = (line: string) => void;

function loadsOn(ingest: HubProcess) {
  const rest = { surface: 'rest', target: ingest.url } as const;
  return {
    batches: (run: string, count: number, connections: number): Promise<LoadResult> =>
      runLoad({
        mode: 'batches',
        ...rest,
        run,
        count,
        batch: 500,
        connections,
        perSecond: 0,
      }),
    single: (run: string, count: number, perSecond: number): Promise<LoadResult> =>
      runLoad({
        mode: 'paced',
        ...rest,
        run,
        count,
        batch: 1,
        connections: 64,
        perSecond,
      }),
    steady: (run: string, count: number, perSecond: number): Promise<LoadResult> =>
      runLoad({
        mode: 'paced',
        ...rest,
        run,
        count,
        batch: 20,
        connections: 8,
        perSecond: perSecond / 20,
      }),
  };
}

type Loads = ReturnType<typeof loadsOn>;

/** The log must hold exactly what was sent: a fast bench that loses events is worth nothing. */
async function storedAsSent(sql: Sql, sentEvents: number): Promise<number> {
  const [row] = await sql<{ stored: number }[]>`select count(*)::int as stored from event where origin = 'producer'`;
  if (row?.stored !== sentEvents) throw new Error(`Sent ${sentEvents} events but the log holds ${row?.stored}.`);
  return row.stored;
}

/** Ingest with every consumer beside it: how fast, how far behind, and how soon caught up. */
async function measureTogether(load: Loads, sql: Sql, env: OwnServers['env'], say: Say) {
  say('with every consumer running');
  const processing = await startHubProcess({ roles: 'process', env });
  await consumersCaughtUp(sql, caughtUpWithinMs);
  const together = await load.batches('together', batchEvents, connectionsTogether);
  const catchUp = await consumersCaughtUp(sql, caughtUpWithinMs);
  say('lag at 2,000 events/s, in batches of 20');
  const keepUp = load.steady('keep-up', keepUpEvents, 2_000);
  const worstLag = await worstLagWhile(sql, keepUp);
  const kept = await keepUp;
  const peakRssMb = processing.peakRssMb();
  await processing.stop();
  return {
    perSecond: together.perSecond,
    figures: {
      batch_with_consumers_events_per_s: rounded(together.perSecond),
      catch_up_after_full_speed_ms: rounded(catchUp),
      lag_at_2000_per_s_worst_ms: rounded(worstLag),
      steady_2000_per_s_p95_ms: rounded(kept.p95, 1),
      process_peak_rss_mb: peakRssMb,
    },
    failures: together.failures + kept.failures,
    peakRssMb,
  };
}

async function measure({ databaseUrl, env }: OwnServers, sql: Sql, say: Say): Promise<BenchResult> {
  say(`baseline: COPY of ${batchEvents} rows`);
  const copyBefore = await copyBaseline(databaseUrl, batchEvents);
  const ingest = await startHubProcess({ roles: 'ingest', env });
  const load = loadsOn(ingest);
  say('ingest alone');
  await load.batches('warm', warmEvents, connectionsAlone);
  const alone = await load.batches('alone', batchEvents, connectionsAlone);
  const copyAfter = await copyBaseline(databaseUrl, batchEvents);
  const surfaces = await surfacesScenario(ingest, say);
  say('single events at 500/s');
  const single = await load.single('single', pacedEvents, 500);
  const half = await halfRateScenario(env, surfaces.restSinglesPerSecond, say);
  const together = await measureTogether(load, sql, env, say);
  const stored = await storedAsSent(sql, restEvents + surfaces.sentEvents + half.sentEvents);
  const ingestPeakRss = ingest.peakRssMb();
  await ingest.stop();
  const copy = (copyBefore + copyAfter) / 2;
  return {
    name: 'ingest',
    figures: {
      batch_events_per_s: rounded(alone.perSecond),
      batch_p95_ms: rounded(alone.p95, 1),
      single_500_per_s_p50_ms: rounded(single.p50, 1),
      single_500_per_s_p95_ms: rounded(single.p95, 1),
      single_500_per_s_p99_ms: rounded(single.p99, 1),
      ...surfaces.figures,
      ...half.figures,
      ...together.figures,
      failed_requests: alone.failures + single.failures + surfaces.failures + half.failures + together.failures,
      ingest_peak_rss_mb: ingestPeakRss,
      stored_events: stored,
    },
    ratios: {
      ...surfaces.ratios,
      batch_to_copy: rounded(alone.perSecond / copy, 3),
      batch_with_consumers_to_copy: rounded(together.perSecond / copy, 3),
    },
    baseline: {
      copy_rows_per_s: rounded(copy),
      copy_before_rows_per_s: rounded(copyBefore),
      copy_after_rows_per_s: rounded(copyAfter),
    },
    peakRssMb: Math.max(ingestPeakRss, together.peakRssMb),
  };
}

/**
 * Events per second over HTTP (full validation, de-duplication, durable answer) against a bare
 * `COPY` of the same rows in the same PostgreSQL and run. The baseline runs before and after and the
 * mean counts, because machines drift within a run.
 */
export function ingestBench(say: Say): Promise<BenchResult> {
  return withOwnServers(async (servers) => {
    const sql = connectPostgres(servers.databaseUrl, { max: 1, name: 'bench' });
    try {
      return await measure(servers, sql, say);
    } finally {
      await sql.end();
    }
  });
}
