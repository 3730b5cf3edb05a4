import path from 'node:path';
import { addressesOf } from './hub-programs.ts';
import { operatorKeyName } from './operator-key.ts';
import type { StartSettings } from './start-settings.ts';

/** What to open and what to do next. */
export function readyBanner(settings: StartSettings, seconds: string): string {
  const addresses = addressesOf(settings);
  const relative = path.relative(settings.root, settings.dataDir);
  const data = relative.startsWith('..') ? settings.dataDir : relative;
  return [
    '',
    `  Activity Hub is ready (${seconds} s)`,
    '',
    `  Console   ${addresses.console}`,
    `  API       ${addresses.hub}/activity`,
    `  OpenAPI   ${addresses.hub}/activity/openapi.json`,
    `  gRPC      127.0.0.1:${settings.grpcPort}`,
    `  Data      ${data} (with the logs of every part)`,
    `  Key       ${path.join(data, operatorKeyName)} (may do everything; the commands below send it)`,
    '',
    '  Begin     open the console: it makes the first admin, then a key, and shows the first event',
    '  Try it    npm run hub -- demo             a small ecosystem to look at',
    '            npm run hub -- ingest FILE      your own events, one JSON object a line',
    '            npm run hub -- key make …       a key for a subsystem',
    '            npm run hub -- doctor           when something looks wrong',
    '',
    '  Ctrl-C stops everything.',
    '',
  ].join('\n');
}
