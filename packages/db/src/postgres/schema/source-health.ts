import { sql } from 'drizzle-orm';
import { bigint, integer, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

const events = (name: string) => bigint(name, { mode: 'number' }).notNull().default(0);

/** What every source sent, by minute. Kept for 25 hours. */
export const sourceActivity = pgTable(
  'source_activity',
  {
    source: text('source').notNull(),
    minute: timestamp('minute', { withTimezone: true, mode: 'string' }).notNull(),
    accepted: events('accepted'),
    duplicates: events('duplicates'),
    refused: events('refused'),
  },
  (table) => [primaryKey({ name: 'source_activity_pkey', columns: [table.source, table.minute] })],
);

export const sourceHealth = pgTable('source_health', {
  source: text('source').primaryKey(),
  firstSeenAt: timestamp('first_seen_at', { withTimezone: true, mode: 'string' }).notNull(),
  lastSeenAt: timestamp('last_seen_at', { withTimezone: true, mode: 'string' }).notNull(),
  lastAcceptedAt: timestamp('last_accepted_at', { withTimezone: true, mode: 'string' }),
  lastRefusedAt: timestamp('last_refused_at', { withTimezone: true, mode: 'string' }),
  /** How often it was silent for so long: see `note_source_activity` in the migrations. */
  gaps: integer('gaps').array().notNull().default(sql`array_fill(0, array[40])`),
});
