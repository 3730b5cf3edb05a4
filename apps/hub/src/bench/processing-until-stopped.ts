import { once } from 'node:events';
import { argv } from 'node:process';
import { pluginSayingText } from '@activity-hub/contracts/plugin/plugin-fault';
import { aggregators } from '@activity-hub/plugins/catalog';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { createInstalledPlugins } from '../plugins/installed-plugins.ts';
import { startProcessing } from '../process/start-processing.ts';

/** The process role as it is, with some of the shipped plugins and whatever is installed, until SIGTERM. */
const [, , databaseUrl = '', names = '', directory = ''] = argv;
const stopped = once(process, 'SIGTERM');
const hubVersion = '0.1.0';
const wanted = new Set(names.split(','));
const logger = pino({ level: 'fatal' }, pino.destination(2));
const processing = await startProcessing({
  databaseUrl,
  plugins: { aggregators: aggregators.filter(({ manifest }) => wanted.has(manifest.id)), detectors: [] },
  installed: createInstalledPlugins({
    directory,
    trusted: [],
    reserved: wanted,
    hubVersion,
    log: (level, message) => logger[level](pluginSayingText(message)),
  }),
  hubVersion,
  logger,
  registry: new Registry(),
});
process.stdout.write('running\n');
await stopped;
await processing.stop();
