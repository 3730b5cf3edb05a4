import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { benchEvent } from '@activity-hub/hub/bench/bench-events';
import { startHubProcess } from '@activity-hub/hub/testing/hub-process';
import { operatorKey } from '@activity-hub/hub/testing/operator-key';
import { withOwnServers } from '@activity-hub/hub/testing/own-servers';
import { producerClients, runClient } from './producer-clients.ts';

/*
 * Events per second of each client against a hub and a PostgreSQL of their own on this machine, start
 * of the process and last acknowledgement included: `node e2e/support/client-throughput.ts [events]`.
 */
const count = Number(process.argv[2] ?? 100_000);
const ways = [
  { name: 'directly', args: [] },
  { name: 'gzip', args: ['--gzip'] },
  { name: 'with a spool', args: ['--spool-dir', 'spool'] },
];

await withOwnServers(async ({ env }) => {
  const hub = await startHubProcess({ roles: 'ingest', env });
  const folder = await mkdtemp(path.join(tmpdir(), 'client-throughput-'));
  try {
    for (const { language } of producerClients.filter((client) => !client.isMissing)) {
      for (const { name, args } of ways) {
        const file = path.join(folder, 'events.ndjson');
        const run = `${language} ${name}`;
        const lines = Array.from({ length: count }, (_, n) => JSON.stringify(benchEvent(run, n, Date.now())));
        await writeFile(file, `${lines.join('\n')}\n`);
        const own = args.map((arg) => (arg === 'spool' ? path.join(folder, `${language} spool`) : arg));
        const startedMs = performance.now();
        const { stats } = await runClient(language, { key: operatorKey, args: ['--url', hub.url, ...own, file] }).ended;
        const seconds = (performance.now() - startedMs) / 1_000;
        const accepted = stats['accepted'] ?? 0;
        console.log(
          `${run}: ${accepted} events in ${seconds.toFixed(1)} s, ${Math.round(accepted / seconds)} events/s`,
        );
      }
    }
  } finally {
    await hub.kill();
    await rm(folder, { recursive: true, force: true });
  }
});
