import { sql } from 'drizzle-orm';
import { index, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const recordedAt = () =>
  timestamp('at', { withTimezone: true, mode: 'string' }).notNull().default(sql`clock_timestamp()`);

/** Who changed what. Append-only: a trigger refuses every change. Names are kept as they were. */
export const auditEntry = pgTable(
  'audit_entry',
  {
    auditId: uuid('audit_id').primaryKey().defaultRandom(),
    at: recordedAt(),
    actorKind: text('actor_kind').notNull(),
    actorId: text('actor_id'),
    actorName: text('actor_name'),
    action: text('action').notNull(),
    subject: text('subject').notNull(),
    before: jsonb('before'),
    after: jsonb('after'),
    requestId: text('request_id'),
  },
  (table) => [
    index('audit_entry_at').on(table.at.desc().nullsFirst(), table.auditId.desc().nullsFirst()),
    index('audit_entry_subject').on(table.subject, table.at.desc().nullsFirst()),
    index('audit_entry_actor').on(table.actorId, table.at.desc().nullsFirst()),
  ],
);

/** Who read data of which participants: one row an answer. Append-only. */
export const viewRecord = pgTable(
  'view_record',
  {
    viewId: uuid('view_id').primaryKey().defaultRandom(),
    at: recordedAt(),
    viewerKind: text('viewer_kind').notNull(),
    viewerId: text('viewer_id'),
    viewerName: text('viewer_name'),
    procedure: text('procedure').notNull(),
    userIds: uuid('user_ids').array().notNull(),
    requestId: text('request_id'),
  },
  (table) => [index('view_record_users').using('gin', table.userIds)],
);
