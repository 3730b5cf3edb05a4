import { connectPostgres } from '@activity-hub/db/postgres/client';
import { aggregators } from '@activity-hub/plugins/catalog';
import { withOwnServers } from '../testing/own-servers.ts';
import type { BenchResult } from './bench-result.ts';
import { measurePluginStdio } from './plugin-stdio.ts';
import { fillLog, type LogKind, readBaseline } from './process-log.ts';
import { runProcessing } from './process-run.ts';
import { rounded } from './rounded.ts';

type Say = (line: string) => void;

interface Scenario {
  readonly name: string;
  readonly log: LogKind;
  readonly plugins: readonly string[];
}

const stdioEvents = 100_000;
const pair = ['activity-score', 'streak'];
const streamPlugins = aggregators
  .filter(({ manifest }) => manifest.scope === 'stream')
  .map(({ manifest }) => manifest.id);

const scenarios: readonly Scenario[] = [
  { name: 'pair_learners', log: { kind: 'learners' }, plugins: pair },
  { name: 'all_learners', log: { kind: 'learners' }, plugins: streamPlugins },
  { name: 'pair_spread', log: { kind: 'spread', users: 100_000, events: 400_000 }, plugins: pair },
  { name: 'backfill_million', log: { kind: 'spread', users: 5_000, events: 1_000_000 }, plugins: ['activity-score'] },
];

interface Measured {
  readonly figures: Readonly<Record<string, number>>;
  readonly ratio: number;
  readonly baseline: number;
  readonly peakRssMb: number;
}

/** A fresh log, what reading it costs at the least, and the plugins over it. */
async function measure({ name, log, plugins }: Scenario, say: Say): Promise<Measured> {
  return await withOwnServers(async ({ databaseUrl }) => {
    const sql = connectPostgres(databaseUrl, { max: 5, name: 'bench' });
    try {
      say(`${name}: filling the log`);
      const events = await fillLog(sql, log);
      await sql`vacuum analyze event`;
      const baseline = await readBaseline(sql);
      say(`${name}: ${events} events, ${plugins.join(', ')}`);
      const run = await runProcessing(databaseUrl, plugins);
      const [first = 1] = run.quarters;
      const last = (run.quarters[3] ?? 0) - (run.quarters[2] ?? 0);
      return {
        figures: {
          [`${name}_events_per_s`]: rounded(events / run.seconds),
          [`${name}_seconds`]: rounded(run.seconds, 2),
          [`${name}_peak_rss_mb`]: run.peakRssMb,
          [`${name}_last_quarter_to_first`]: rounded(last / first, 2),
        },
        ratio: rounded(events / run.seconds / baseline, 3),
        baseline: rounded(baseline),
        peakRssMb: run.peakRssMb,
      };
    } finally {
      await sql.end();
    }
  });
}

/**
 * Events per second that plugins fold from a log that is there, from nothing to the last event, in a process of its
 * own. Baseline: reading and decoding the same lanes once, which every consumer needs at the least.
 */
export async function processBench(say: Say): Promise<BenchResult> {
  const only = process.env['HUB_BENCH_ONLY']?.split(',');
  const chosen = scenarios.filter(({ name }) => only === undefined || only.includes(name));
  const figures: Record<string, number> = {};
  const ratios: Record<string, number> = {};
  const baseline: Record<string, number> = {};
  let peakRssMb = 0;
  for (const scenario of chosen) {
    const measured = await measure(scenario, say);
    Object.assign(figures, measured.figures);
    ratios[`${scenario.name}_to_reading`] = measured.ratio;
    baseline[`${scenario.name}_read_events_per_s`] = measured.baseline;
    peakRssMb = Math.max(peakRssMb, measured.peakRssMb);
  }
  if (only === undefined || only.includes('python_stdio')) {
    say('a Python aggregator over stdio');
    figures['python_stdio_events_per_s'] = rounded(await measurePluginStdio(stdioEvents));
  }
  return { name: 'process', figures, ratios, baseline, peakRssMb };
}
