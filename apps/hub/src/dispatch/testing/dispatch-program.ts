import path from 'node:path';
import { sinks } from '@activity-hub/plugins/catalog';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { SecretBox } from '../secret-box.ts';
import { startDispatch } from '../start-dispatch.ts';
import { parseAllowList } from '../webhook/allow-list.ts';
import { sinksIn } from './sinks-in.ts';

// Dispatch in a process of its own, with a tuning that no operator can set: days of retries within seconds.
const { DATABASE_URL = '', HUB_AUTH_SECRET = '', HUB_DATA_DIR = '/tmp', DISPATCH_TUNING = '{}' } = process.env;
await startDispatch({
  databaseUrl: DATABASE_URL,
  box: new SecretBox(HUB_AUTH_SECRET),
  allow: parseAllowList('127.0.0.1/32'),
  sinks,
  installed: sinksIn(''),
  dataDir: path.join(HUB_DATA_DIR, 'dispatch'),
  logger: pino({ level: 'warn' }),
  registry: new Registry(),
  tuning: JSON.parse(DISPATCH_TUNING),
});
process.send?.('ready');
