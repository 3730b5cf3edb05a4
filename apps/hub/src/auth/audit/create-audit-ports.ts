import type { AuditPorts } from '@activity-hub/contracts/api/audit-ports';
import { keysetOfEntry, listAuditEntries } from '@activity-hub/db/audit/list-audit-entries';
import { keysetOfView, listViews } from '@activity-hub/db/audit/list-views';
import type { Sql } from '@activity-hub/db/postgres/client';
import { pageOf, readCursor } from '@activity-hub/db/queries/keyset';
import { rangeOf } from '../../query/event-filter-of.ts';
import { translatedFailures } from '../../query/translated-failures.ts';

const defaultLimit = 50;

export function createAuditPorts(sql: Sql): AuditPorts {
  return translatedFailures<AuditPorts>({
    async list({ cursor, limit = defaultLimit, actor_id, action, subject, ...range }) {
      const filter = { actor_id, action, subject, ...rangeOf(range), after: readCursor(cursor), limit };
      const { rows, next } = pageOf(await listAuditEntries(sql, filter), limit, keysetOfEntry);
      return { items: [...rows], next_cursor: next };
    },
    async views({ user_id, cursor, limit = defaultLimit }) {
      const filter = { user_id, after: readCursor(cursor), limit };
      const { rows, next } = pageOf(await listViews(sql, filter), limit, keysetOfView);
      return { items: [...rows], next_cursor: next };
    },
  });
}
