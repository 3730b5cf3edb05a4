import type { TrialSink } from '@activity-hub/contracts/plugin/testing/trial-sink';
import { Command } from 'commander';
import { createProgressDisplay } from '../ingest/progress-display.ts';
import { describeSinkTrial } from './describe-sink-trial.ts';
import { describeTrial } from './describe-trial.ts';
import { openPluginFolder, type PluginFolder } from './open-plugin-folder.ts';
import { pluginFolder } from './plugin-folders.ts';
import { runSinkTrial } from './run-sink-trial.ts';
import { runTrial } from './run-trial.ts';
import type { TrialEvents } from './trial-events.ts';
import { type TrialSettings, trialEvents, withTrialOptions } from './trial-options.ts';

const examples = `
Examples:
  $ npm run hub -- plugin try my-thing --from 2026-01-01
  $ npm run hub -- plugin try my-thing --from 2026-01-01 --user 3f0c… --config '{"goal": 5}'
  $ npm run hub -- plugin try my-thing --file events.ndjson.gz --json
  $ npm run hub -- plugin try my-messages --from 2026-01-01 --config '{"url": "https://example.org/in"}'

Reads past events, runs the plugin over them in a process of its own, and shows what it would make of them. Nothing is
appended, stored or sent. Personal fields are masked as in every answer of the hub. Deadlines fire up to --to, else up to now.
Of a sink it shows the requests that would be sent: a stand-in answers each with 200.`;

type TrySettings = TrialSettings & { readonly json: boolean };

export function tryCommand(): Command {
  return withTrialOptions(new Command('try'))
    .description('run a plugin over real past events, without effect')
    .argument('<plugin>', 'its folder or its id')
    .option('--json', 'print the result as JSON', false)
    .addHelpText('after', examples)
    .showHelpAfterError('(add --help for what it takes)')
    .action(runTry);
}

async function runTry(named: string, settings: TrySettings): Promise<void> {
  const opened = await openPluginFolder(pluginFolder(named, process.env));
  if (opened.sink === undefined) await tryProgram(opened, settings);
  else await trySink(opened, opened.sink, settings);
}

async function tryProgram(opened: PluginFolder, settings: TrySettings): Promise<void> {
  const plugin = await opened.open(settings.config);
  try {
    const { events, notices } = await read(settings, opened.manifest.topics);
    const folding = createProgressDisplay(process.stderr, events.length);
    const until = settings.to ?? new Date().toISOString();
    const report = await runTrial(plugin, events, until, notices, (folded) =>
      folding.update({ bytes: folded, events: folded }),
    );
    folding.stop();
    process.stdout.write(`${settings.json ? JSON.stringify(report) : describeTrial(report, settings.top)}\n`);
    process.exitCode = report.faults.length === 0 ? 0 : 1;
  } finally {
    await plugin.stop();
  }
}

async function trySink(opened: PluginFolder, sink: TrialSink, settings: TrySettings): Promise<void> {
  const found = await read(settings, opened.manifest.topics);
  const report = await runSinkTrial(opened, sink, settings.config, found);
  process.stdout.write(`${settings.json ? JSON.stringify(report) : describeSinkTrial(report, settings.top)}\n`);
  process.exitCode = report.outcomes.delivered === report.events && report.faults.length === 0 ? 0 : 1;
}

async function read(settings: TrySettings, topics: readonly string[]): Promise<TrialEvents> {
  const reading = createProgressDisplay(process.stderr, undefined);
  const found = await trialEvents(settings, topics, (events) => reading.update({ bytes: 0, events }));
  reading.stop();
  return found;
}
