import { bigint, date, index, jsonb, pgTable, primaryKey, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { bytea } from './bytea.ts';

/**
 * The log. Append-only (triggers refuse everything else), partitioned by month of `recorded_at`.
 * Columns stand by width, so that a row carries no padding.
 */
export const event = pgTable(
  'event',
  {
    offset: bigint('offset', { mode: 'number' }).notNull(),
    recordedAt: timestamp('recorded_at', { withTimezone: true, mode: 'string' }).notNull(),
    occurredAt: timestamp('occurred_at', { withTimezone: true, mode: 'string' }).notNull(),
    receivedAt: timestamp('received_at', { withTimezone: true, mode: 'string' }).notNull(),
    eventId: uuid('event_id').notNull(),
    userId: uuid('user_id'),
    sessionId: uuid('session_id'),
    causationId: uuid('causation_id'),
    day: date('day').notNull(),
    lane: smallint('lane').notNull(),
    eventType: text('event_type').notNull(),
    eventVersion: text('event_version').notNull(),
    sourceSystem: text('source_system').notNull(),
    origin: text('origin').notNull(),
    timeZone: text('time_zone').notNull(),
    correlationId: text('correlation_id'),
    /** Null once erased. */
    salt: bytea('salt'),
    digest: bytea('digest').notNull(),
    payload: jsonb('payload').notNull(),
    metadata: jsonb('metadata').notNull(),
    /** When the producer says it sent the event. */
    sentAt: timestamp('sent_at', { withTimezone: true, mode: 'string' }),
    /** What the hub added on the way in; never part of the digest. */
    context: jsonb('context').notNull().default({}),
  },
  (table) => [
    primaryKey({ name: 'event_pkey', columns: [table.lane, table.offset, table.recordedAt] }),
    index('event_user_time').on(table.userId, table.occurredAt.desc().nullsFirst(), table.eventId.desc().nullsFirst()),
    index('event_type_time').on(
      table.eventType,
      table.occurredAt.desc().nullsFirst(),
      table.eventId.desc().nullsFirst(),
    ),
    index('event_time').on(table.occurredAt.desc().nullsFirst(), table.eventId.desc().nullsFirst()),
  ],
);
