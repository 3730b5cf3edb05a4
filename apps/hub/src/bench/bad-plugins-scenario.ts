import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { connectPostgres, type Sql } from '@activity-hub/db/postgres/client';
import { startHubProcess } from '../testing/hub-process.ts';
import { type OwnServers, withOwnServers } from '../testing/own-servers.ts';
import { consumersCaughtUp, worstLagWhile } from './consumer-lag.ts';
import { startLastingProcessing } from './lasting-processing.ts';
import type { LoadResult } from './load-generator.ts';
import { latenciesOf, latencyMedians, latencySpread, toNeighbours, toOwnNeighbours } from './neighbouring-loads.ts';
import { behaving, type HarmDone, misbehaving, PluginTrio } from './plugin-trio.ts';
import { rounded } from './rounded.ts';
import { runLoad } from './run-load.ts';
import type { ScenarioResult } from './scenario-result.ts';

type Say = (line: string) => void;

const good = 'activity-score';
const eventsPerSecond = 300;
/** Of every load, not measured: its own start, and the end of what folded at full speed while nobody recorded. */
const leadSeconds = 3;
const seconds = 12;
/** With plugins. The bar is about bad ones, and a machine that stalls makes the ratio of one round say little. */
const sets = 10;
const everyGood = 5;
const connections = 64;
const caughtUpWithinMs = 60_000;
const goneWithinMs = 120_000;

interface Phase {
  readonly load: LoadResult;
  readonly worstLagMs: number;
}

async function phase(sql: Sql, target: string, run: string): Promise<Phase> {
  const count = eventsPerSecond * (leadSeconds + seconds);
  const rest = { surface: 'rest', target, batch: 1, connections, leadSeconds } as const;
  const loading = runLoad({ mode: 'paced', ...rest, run, count, perSecond: eventsPerSecond });
  const worstLagMs = await worstLagWhile(sql, loading, good);
  return { load: await loading, worstLagMs };
}

const worstLagOf = (phases: readonly Phase[]): number => Math.max(...phases.map(({ worstLagMs }) => worstLagMs)) / 1000;
const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const loadsOf = (phases: readonly Phase[]): readonly LoadResult[] => phases.map(({ load }) => load);

const isGood = (set: number): boolean => set % everyGood === everyGood - 1;
const isBad = (set: number): boolean => !isGood(set);

/** @param beside bad ones and good ones, by their sets */
function resultOf(without: readonly Phase[], beside: readonly Phase[], harm: readonly HarmDone[]) {
  const costOf = (prefix: string, are: (set: number) => boolean) => {
    const those = beside.filter((_phase, set) => are(set));
    return {
      figures: {
        ...latencyMedians(`${prefix}_ingest`, loadsOf(those), 'with'),
        [`${prefix}_worst_lag_s`]: rounded(worstLagOf(those), 3),
      },
      ratios: latencySpread(`${prefix}_ingest`, 'with_to_without', (latency) =>
        toNeighbours(latenciesOf(loadsOf(beside), latency), latenciesOf(loadsOf(without), latency)).filter(
          (_ratio, set) => are(set),
        ),
      ),
    };
  };
  const [bad, good] = [costOf('bad_plugins', isBad), costOf('good_plugins', isGood)];
  return {
    figures: {
      ...latencyMedians('bad_plugins_ingest', loadsOf(without), 'without'),
      ...bad.figures,
      ...good.figures,
      bad_plugins_failed_requests: total([...without, ...beside].map(({ load }) => load.failures)),
      bad_plugins_installed: 3 * harm.length,
      bad_plugins_that_did_harm: total(harm.map(({ harmful }) => harmful)),
      bad_plugins_process_ends: total(harm.map(({ ends }) => ends)),
      bad_plugins_quarantined: total(harm.map(({ quarantined }) => quarantined)),
    },
    ratios: {
      ...bad.ratios,
      ...good.ratios,
      // What the machine alone did to the same ratios: one above says nothing within these.
      ...latencySpread('bad_plugins_ingest', 'without_to_without', (latency) =>
        toOwnNeighbours(latenciesOf(loadsOf(without), latency)),
      ),
    },
    baseline: { bad_plugins_worst_lag_without_s: rounded(worstLagOf(without), 3) },
  };
}

/**
 * Without, with three bad ones, without, with three bad ones, without, … because machines drift within a run. Now and then three
 * good ones tell apart what faults cost and what the work of three plugins more costs, which is folded on the same processors.
 */
async function measure({ databaseUrl, env }: OwnServers, sql: Sql, say: Say): Promise<ScenarioResult> {
  const pluginsDir = path.join(env['HUB_DATA_DIR'] ?? '', 'plugins');
  await mkdir(pluginsDir);
  const ingest = await startHubProcess({ roles: 'ingest', env });
  const processing = await startLastingProcessing({ databaseUrl, plugins: [good], pluginsDir });
  const [without, beside, harm]: [Phase[], Phase[], HarmDone[]] = [[], [], []];
  try {
    await phase(sql, ingest.url, 'bad warm');
    for (let set = 0; set < sets; set++) {
      say(`bad_plugins: single events at ${eventsPerSecond}/s beside ${good} alone`);
      without.push(await phase(sql, ingest.url, `bad without ${set}`));
      const bad = isBad(set);
      say(`bad_plugins: the same beside three that ${bad ? 'loop, leak and throw' : 'do their work'}`);
      const trio = new PluginTrio(pluginsDir, bad ? misbehaving : behaving, set);
      await trio.install();
      await trio.begun(sql, caughtUpWithinMs);
      beside.push(await phase(sql, ingest.url, `bad beside ${set}`));
      if (bad) harm.push(await trio.harmDone(sql));
      await trio.remove(sql, goneWithinMs);
      await consumersCaughtUp(sql, caughtUpWithinMs, good);
    }
    say('bad_plugins: without them again');
    without.push(await phase(sql, ingest.url, 'bad without'));
    return { ...resultOf(without, beside, harm), peakRssMb: processing.peakRssMb() };
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
