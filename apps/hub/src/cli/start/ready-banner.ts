import path from 'node:path';
import { addressesOf } from './hub-programs.ts';
import type { StartSettings } from './start-settings.ts';

/** What to open and what to do next. */
export function readyBanner(settings: StartSettings, seconds: string): string {
  const addresses = addressesOf(settings);
  const data = path.relative(settings.root, settings.dataDir);
  return [
    '',
    `  Activity Hub is ready (${seconds} s)`,
    '',
    `  Console   ${addresses.console}`,
    `  API       ${addresses.hub}/activity`,
    `  OpenAPI   ${addresses.hub}/activity/openapi.json`,
    `  Data      ${data.startsWith('..') ? settings.dataDir : data} (with the logs of every part)`,
    '',
    '  Try it    npm run hub -- demo             a small ecosystem to look at',
    '            npm run hub -- ingest FILE      your own events, one JSON object a line',
    '            npm run hub -- key make …       a key for a subsystem',
    '            npm run hub -- doctor           when something looks wrong',
    '',
    '  Ctrl-C stops everything.',
    '',
  ].join('\n');
}
