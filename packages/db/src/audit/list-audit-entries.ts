import type { AuditEntry } from '@activity-hub/contracts/access/audit';
import type { Sql } from '../postgres/client.ts';
import { type ExactInstant, exactInstant } from '../queries/exact-instant.ts';
import type { Keyset } from '../queries/keyset.ts';

export interface AuditFilter {
  readonly actor_id?: string | undefined;
  /** An action, or the beginning of actions when it ends with a dot. */
  readonly action?: string | undefined;
  readonly subject?: string | undefined;
  readonly from?: ExactInstant | undefined;
  readonly to?: ExactInstant | undefined;
  readonly after?: Keyset | undefined;
  readonly limit: number;
}

/** The audit, newest first, with one row more than the limit. */
export async function listAuditEntries(sql: Sql, filter: AuditFilter): Promise<readonly AuditEntry[]> {
  const { action } = filter;
  return sql<AuditEntry[]>`
    select audit_id, at, json_build_object('kind', actor_kind, 'id', actor_id, 'name', actor_name) as actor,
      action, subject, before, after, request_id
    from audit_entry
    where true
      ${filter.actor_id === undefined ? sql`` : sql`and actor_id = ${filter.actor_id}`}
      ${action === undefined ? sql`` : action.endsWith('.') ? sql`and starts_with(action, ${action})` : sql`and action = ${action}`}
      ${filter.subject === undefined ? sql`` : sql`and subject = ${filter.subject}`}
      ${filter.from === undefined ? sql`` : sql`and at >= ${filter.from}::text::timestamptz`}
      ${filter.to === undefined ? sql`` : sql`and at < ${filter.to}::text::timestamptz`}
      ${
        filter.after === undefined
          ? sql``
          : sql`and (at, audit_id) < (${filter.after.at}::text::timestamptz, ${filter.after.id}::text::uuid)`
      }
    order by at desc, audit_id desc
    limit ${filter.limit + 1}`;
}

export function keysetOfEntry(entry: AuditEntry): Keyset {
  return { at: exactInstant(entry.at), id: entry.audit_id };
}
