import { sql } from 'drizzle-orm';
import { bigint, boolean, date, pgTable, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { bytea } from './bytea.ts';

/**
 * Makes an event id unique in the whole hub: a table partitioned by time cannot. Lives as long as
 * the log, so that a repeat of an archived or erased event still gets its first receipt; that is why
 * digest and salt stand here as well as beside the content.
 */
export const eventKey = pgTable('event_key', {
  eventId: uuid('event_id').primaryKey(),
  offset: bigint('offset', { mode: 'number' }).notNull(),
  /** The exact instant: part of the receipt, and with lane and offset the primary key of the event. */
  recordedAt: timestamp('recorded_at', { withTimezone: true, mode: 'string' }).notNull(),
  lane: smallint('lane').notNull(),
  erased: boolean('erased').notNull().default(false),
  sourceSystem: text('source_system').notNull(),
  /** Null once erased. */
  salt: bytea('salt'),
  digest: bytea('digest').notNull(),
  /** Names the partition of the event. Virtual: it costs no byte. */
  recordedMonth: date('recorded_month').generatedAlwaysAs(
    sql`(date_trunc('month', recorded_at at time zone 'UTC'))::date`,
  ),
});
