import { readFileSync } from 'node:fs';
import { argv } from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { connectPostgres } from '@activity-hub/db/postgres/client';
import { aggregators } from '@activity-hub/plugins/catalog';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { startProcessing } from '../process/start-processing.ts';
import { FoldProgress } from './fold-progress.ts';
import type { ProcessRun } from './process-run.ts';

/** The process role as it is, with some of the plugins: folds the log it finds and says how long it took. */
const [, , databaseUrl = '', names = ''] = argv;
const wanted = new Set(names.split(','));
const sql = connectPostgres(databaseUrl, { max: 1, name: 'bench-watch' });
const plugins = aggregators.filter(({ manifest }) => wanted.has(manifest.id));
const progress = await FoldProgress.open(
  sql,
  plugins.map(({ manifest }) => manifest),
);

const begun = performance.now();
const processing = await startProcessing({
  databaseUrl,
  plugins: { aggregators: plugins, detectors: [] },
  hubVersion: '0.1.0',
  logger: pino({ level: 'warn' }, pino.destination(2)),
  registry: new Registry(),
});
const quarters: number[] = [];
while (quarters.length < 4) {
  await pause(50);
  const halted = processing.statuses().find(({ condition }) => condition !== 'running');
  if (halted !== undefined) throw new Error(`${halted.processor} is ${halted.condition}: ${halted.reason ?? ''}`);
  if ((await progress.share()) >= (quarters.length + 1) / 4) quarters.push((performance.now() - begun) / 1000);
}
await processing.stop();
await sql.end();
const cpu = process.cpuUsage();
const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'));
const run: ProcessRun = {
  seconds: quarters.at(-1) ?? 0,
  peakRssMb: Math.round(Number(peak?.[1] ?? 0) / 1024),
  cpuSeconds: (cpu.user + cpu.system) / 1_000_000,
  quarters,
};
process.stdout.write(`${JSON.stringify(run)}\n`);
