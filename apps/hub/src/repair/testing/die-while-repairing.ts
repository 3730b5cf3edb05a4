import { createAuditLog } from '../../auth/audit/audit-log.ts';
import { resubmitOne } from '../resubmit-one.ts';
import { startRepairHub } from './repair-hub.ts';

/**
 * A process that repairs one refused event and is killed with SIGKILL before the log hears of it, or after
 * the log has answered and before anybody could note it. Arguments: database, refused id, when, text.
 */
const [databaseUrl = '', refusedId = '', when = '', text = ''] = process.argv.slice(2);
const hub = startRepairHub(databaseUrl);
await resubmitOne(
  {
    sql: hub.sql,
    by: 'the one who died',
    audit: async () => createAuditLog(hub.sql).record({ action: 'refused.resubmitted', subject: refusedId }),
    sources: {
      publisherOfKey: async () => undefined,
      ingest: {
        examine: (sent, request) => hub.repairing.examine(sent, request),
        async take(sent, request) {
          if (when === 'after') await hub.repairing.take(sent, request);
          process.kill(process.pid, 'SIGKILL');
          return new Promise(() => undefined);
        },
      },
    },
  },
  { refused_id: refusedId, text },
);
