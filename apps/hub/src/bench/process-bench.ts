import { aggregators } from '@activity-hub/plugins/catalog';
import { badPluginsScenario } from './bad-plugins-scenario.ts';
import type { BenchResult } from './bench-result.ts';
import { type FoldScenario, foldScenario } from './fold-scenario.ts';
import { loopingSinkScenario } from './looping-sink-scenario.ts';
import { measurePluginStdio } from './plugin-stdio.ts';
import { rounded } from './rounded.ts';
import type { ScenarioResult } from './scenario-result.ts';
import { visibleScenario } from './visible-scenario.ts';

type Say = (line: string) => void;
type RunScenario = (say: Say) => Promise<ScenarioResult>;

const stdioEvents = 100_000;
const pair = ['activity-score', 'streak'];
const streamPlugins = aggregators
  .filter(({ manifest }) => manifest.scope === 'stream')
  .map(({ manifest }) => manifest.id);

const foldScenarios: readonly FoldScenario[] = [
  { name: 'pair_learners', log: { kind: 'learners' }, plugins: pair },
  { name: 'all_learners', log: { kind: 'learners' }, plugins: streamPlugins },
  {
    name: 'all_with_works_learners',
    log: { kind: 'learners', withWorks: true },
    plugins: [...streamPlugins, 'work-trace'],
  },
  { name: 'pair_spread', log: { kind: 'spread', users: 100_000, events: 400_000 }, plugins: pair },
  { name: 'backfill_million', log: { kind: 'spread', users: 5_000, events: 1_000_000 }, plugins: ['activity-score'] },
];

async function stdioScenario(say: Say): Promise<ScenarioResult> {
  say('a Python aggregator over stdio');
  const { eventsPerSecond, bareEventsPerSecond, memoryMb } = await measurePluginStdio(stdioEvents);
  return {
    figures: { python_stdio_events_per_s: rounded(eventsPerSecond) },
    ratios: { python_stdio_to_bare_python: rounded(eventsPerSecond / bareEventsPerSecond, 3) },
    baseline: { python_stdio_bare_python_events_per_s: rounded(bareEventsPerSecond) },
    peakRssMb: rounded(memoryMb),
  };
}

const scenarios: ReadonlyMap<string, RunScenario> = new Map([
  ...foldScenarios.map((scenario) => [scenario.name, (say: Say) => foldScenario(scenario, say)] as const),
  ['python_stdio', stdioScenario],
  ['visible', visibleScenario],
  ['bad_plugins', badPluginsScenario],
  ['looping_sink', loopingSinkScenario],
]);

/**
 * Events per second that plugins fold from a log that is there, from nothing to the last event, in a process of its
 * own. Baseline: reading and decoding the same lanes once, which every consumer needs at the least.
 * `HUB_BENCH_ONLY` names the scenarios to run, with commas between them.
 */
export async function processBench(say: Say): Promise<BenchResult> {
  const only = process.env['HUB_BENCH_ONLY']?.split(',');
  const figures: Record<string, number> = {};
  const ratios: Record<string, number> = {};
  const baseline: Record<string, number> = {};
  let peakRssMb = 0;
  for (const [name, run] of scenarios) {
    if (only !== undefined && !only.includes(name)) continue;
    const measured = await run(say);
    Object.assign(figures, measured.figures);
    Object.assign(ratios, measured.ratios);
    Object.assign(baseline, measured.baseline);
    peakRssMb = Math.max(peakRssMb, measured.peakRssMb);
  }
  return { name: 'process', figures, ratios, baseline, peakRssMb };
}
