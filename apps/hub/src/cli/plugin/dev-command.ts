import { Command } from 'commander';
import { DevSession } from './dev-session.ts';
import { onFolderChange } from './on-folder-change.ts';
import { pluginFolder } from './plugin-folders.ts';
import { type TrialSettings, withTrialOptions } from './trial-options.ts';

const examples = `
Examples:
  $ npm run hub -- plugin dev my-thing --from 2026-11-01
  $ npm run hub -- plugin dev my-messages --from 2026-11-01 --config '{"url": "https://example.org/in"}'

Runs the plugin over past events, and again at every save of a file in its folder: the events are remembered, so that
no state is lost, and what came out otherwise than before is shown; of a sink the requests, of which none is sent. A plugin that does not start leaves the last good
one in place. Ctrl-C ends it.`;

export function devCommand(): Command {
  return withTrialOptions(new Command('dev'))
    .description('run a plugin over past events at every save, and show what changed')
    .argument('<plugin>', 'its folder or its id')
    .addHelpText('after', examples)
    .showHelpAfterError('(add --help for what it takes)')
    .action(runDev);
}

async function runDev(named: string, settings: TrialSettings): Promise<void> {
  const folder = pluginFolder(named, process.env);
  const session = new DevSession(folder, settings);
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  const stop = new AbortController();
  const changes = onFolderChange(folder, stop.signal);
  say((await session.start()).describe(settings.top));
  say(`\nWaiting for changes in ${folder}. Ctrl-C ends it.`);
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  for await (const _change of changes) say(`\n${await session.again()}`);
}
