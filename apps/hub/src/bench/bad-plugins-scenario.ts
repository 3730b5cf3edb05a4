import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { connectPostgres, type Sql } from '@activity-hub/db/postgres/client';
import { startHubProcess } from '../testing/hub-process.ts';
import { type OwnServers, withOwnServers } from '../testing/own-servers.ts';
import { BadPlugins, type HarmDone } from './bad-plugins.ts';
import { consumersCaughtUp, worstLagWhile } from './consumer-lag.ts';
import { startLastingProcessing } from './lasting-processing.ts';
import type { LoadResult } from './load-generator.ts';
import { rounded } from './rounded.ts';
import { runLoad } from './run-load.ts';
import type { ScenarioResult } from './scenario-result.ts';

type Say = (line: string) => void;

const good = 'activity-score';
const eventsPerSecond = 300;
const warmSeconds = 5;
const seconds = 25;
const sets = 2;
const connections = 64;
const caughtUpWithinMs = 60_000;
const goneWithinMs = 120_000;

interface Phase {
  readonly load: LoadResult;
  readonly worstLagMs: number;
}

async function phase(sql: Sql, target: string, run: string, lasting = seconds): Promise<Phase> {
  const count = eventsPerSecond * lasting;
  const rest = { surface: 'rest', target, batch: 1, connections } as const;
  const loading = runLoad({ mode: 'paced', ...rest, run, count, perSecond: eventsPerSecond });
  const worstLagMs = await worstLagWhile(sql, loading, good);
  return { load: await loading, worstLagMs };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const p95Of = (phases: readonly Phase[]): number => mean(phases.map(({ load }) => load.p95));
const p50Of = (phases: readonly Phase[]): number => mean(phases.map(({ load }) => load.p50));
const worstLagOf = (phases: readonly Phase[]): number => Math.max(...phases.map(({ worstLagMs }) => worstLagMs)) / 1000;

/** Without the three, with them, without, with, and without, because machines drift within a run. */
async function measure({ databaseUrl, env }: OwnServers, sql: Sql, say: Say): Promise<ScenarioResult> {
  const pluginsDir = path.join(env['HUB_DATA_DIR'] ?? '', 'plugins');
  await mkdir(pluginsDir);
  const ingest = await startHubProcess({ roles: 'ingest', env });
  const processing = await startLastingProcessing({ databaseUrl, plugins: [good], pluginsDir });
  const [without, beside, harm]: [Phase[], Phase[], HarmDone[]] = [[], [], []];
  try {
    await phase(sql, ingest.url, 'bad warm', warmSeconds);
    for (let set = 0; set < sets; set++) {
      say(`bad_plugins: single events at ${eventsPerSecond}/s beside ${good} alone`);
      without.push(await phase(sql, ingest.url, `bad without ${set}`));
      say('bad_plugins: the same beside a plugin that loops, one that leaks and one that throws');
      const bad = new BadPlugins(pluginsDir, set);
      await bad.install();
      beside.push(await phase(sql, ingest.url, `bad beside ${set}`));
      harm.push(await bad.harmDone(sql));
      await bad.remove(sql, goneWithinMs);
      await consumersCaughtUp(sql, caughtUpWithinMs, good);
    }
    say('bad_plugins: without them again');
    without.push(await phase(sql, ingest.url, 'bad without'));
    const p95s = without.map(({ load }) => load.p95);
    return {
      figures: {
        bad_plugins_ingest_p95_without_ms: rounded(p95Of(without), 2),
        bad_plugins_ingest_p95_with_ms: rounded(p95Of(beside), 2),
        bad_plugins_ingest_p50_without_ms: rounded(p50Of(without), 2),
        bad_plugins_ingest_p50_with_ms: rounded(p50Of(beside), 2),
        bad_plugins_worst_lag_s: rounded(worstLagOf(beside), 3),
        bad_plugins_failed_requests: [...without, ...beside].reduce((sum, { load }) => sum + load.failures, 0),
        bad_plugins_installed: 3 * sets,
        bad_plugins_that_did_harm: harm.reduce((sum, { harmful }) => sum + harmful, 0),
        bad_plugins_process_ends: harm.reduce((sum, { ends }) => sum + ends, 0),
        bad_plugins_quarantined: harm.reduce((sum, { quarantined }) => sum + quarantined, 0),
      },
      ratios: {
        bad_plugins_ingest_p95_with_to_without: rounded(p95Of(beside) / p95Of(without), 3),
        bad_plugins_ingest_p50_with_to_without: rounded(p50Of(beside) / p50Of(without), 3),
        // How far the machine alone moved the figure: a ratio above says nothing within this one.
        bad_plugins_ingest_p95_without_highest_to_lowest: rounded(Math.max(...p95s) / Math.min(...p95s), 2),
      },
      baseline: { bad_plugins_worst_lag_without_s: rounded(worstLagOf(without), 3) },
      peakRssMb: processing.peakRssMb(),
    };
  } finally {
    await ingest.stop();
    await processing.stop();
  }
}

/**
 * What installed plugins that misbehave cost others: the answers of ingest, which runs in a process of its own, and the
 * lag of a plugin that behaves.
 */
export function badPluginsScenario(say: Say): Promise<ScenarioResult> {
  return withOwnServers(async (servers) => {
    const sql = connectPostgres(servers.databaseUrl, { max: 1, name: 'bench' });
    try {
      return await measure(servers, sql, say);
    } finally {
      await sql.end();
    }
  });
}
