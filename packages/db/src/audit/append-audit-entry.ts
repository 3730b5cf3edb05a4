import type { Actor } from '@activity-hub/contracts/access/audit';
import type { Json } from '@activity-hub/contracts/event';
import type { Statements } from '../postgres/statements.ts';

export interface AuditRow {
  readonly actor: Actor;
  readonly action: string;
  readonly subject: string;
  readonly before: Json;
  readonly after: Json;
  readonly request_id: string | null;
}

const textOf = (value: Json): string | null => (value === null ? null : JSON.stringify(value));

/** One row of the audit. Given a transaction, the act and its record stand or fall together. */
export async function appendAuditEntry(sql: Statements, row: AuditRow): Promise<void> {
  await sql`
    insert into audit_entry (actor_kind, actor_id, actor_name, action, subject, before, after, request_id)
    values (${row.actor.kind}, ${row.actor.id}, ${row.actor.name}, ${row.action}, ${row.subject},
      ${textOf(row.before)}::text::jsonb, ${textOf(row.after)}::text::jsonb, ${row.request_id})`;
}
