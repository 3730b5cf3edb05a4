import { RepairWorker } from '../repair-worker.ts';
import { startRepairHub } from './repair-hub.ts';

/** A worker that is killed with SIGKILL in the middle of a chunk. Arguments: database, how many it publishes before. */
const [databaseUrl = '', count = '0'] = process.argv.slice(2);
const hub = startRepairHub(databaseUrl);
let left = Number(count);
new RepairWorker({
  sql: hub.sql,
  onFailure: (failure) => console.error(failure),
  sources: {
    publisherOfKey: async () => undefined,
    ingest: {
      examine: (sent, request) => hub.repairing.examine(sent, request),
      async take(sent, request) {
        const verdicts = await hub.repairing.take(sent, request);
        left -= 1;
        if (left <= 0) process.kill(process.pid, 'SIGKILL');
        return verdicts;
      },
    },
  },
}).start();
