import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { createActivityClient } from '@activity-hub/client/activity-client';

/*
 * Sends a file of NDJSON through the TypeScript client, with the arguments and the answer of
 * `activity_hub.py`, so that one suite proves both clients in processes that can be killed.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    url: { type: 'string' },
    source: { type: 'string' },
    'spool-dir': { type: 'string' },
    'batch-events': { type: 'string', default: '500' },
    'close-timeout': { type: 'string', default: '60' },
    'give-up-after': { type: 'string', default: '300' },
    gzip: { type: 'boolean', default: false },
  },
});
const say = (what: object): void => console.error(JSON.stringify(what));

const client = createActivityClient({
  url: values.url ?? '',
  key: process.env['ACTIVITY_HUB_KEY'] ?? '',
  source: values.source,
  spoolDir: values['spool-dir'],
  batchEvents: Number(values['batch-events']),
  giveUpAfterMs: Number(values['give-up-after']) * 1_000,
  gzip: values.gzip,
  onRefused: say,
  onError: ({ code, message, events }) => say({ error: code, detail: message, events: events.length }),
} as Parameters<typeof createActivityClient>[0]);

let malformed = 0;
const [file = '-'] = positionals;
const input = file === '-' ? process.stdin : createReadStream(file);
for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
  if (line.trim() === '') continue;
  await client.whenRoom();
  if (!client.enqueue(JSON.parse(line))) malformed++;
}
await client.close({ timeoutMs: Number(values['close-timeout']) * 1_000 });
const stats = client.stats();
console.log(JSON.stringify({ ...stats, malformed }));
const isUndelivered = stats.given_up > 0 || stats.spooled_bytes > 0;
process.exitCode = isUndelivered ? 2 : malformed + stats.refused + stats.conflicts > 0 ? 1 : 0;
