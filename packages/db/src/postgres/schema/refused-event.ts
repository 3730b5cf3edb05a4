import { sql } from 'drizzle-orm';
import { boolean, index, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { bytea } from './bytea.ts';

/** What failed validation, with the bytes as sent (bounded), so that it can be repaired. */
export const refusedEvent = pgTable(
  'refused_event',
  {
    refusedId: uuid('refused_id').primaryKey().default(sql`uuidv7()`),
    receivedAt: timestamp('received_at', { withTimezone: true, mode: 'string' }).notNull().default(sql`now()`),
    /** As the sender claims it; so are the id and the type, which need not be well-formed. */
    sourceSystem: text('source_system'),
    eventId: text('event_id'),
    eventType: text('event_type'),
    code: text('code').notNull(),
    detail: text('detail').notNull(),
    pointer: text('pointer').notNull(),
    raw: bytea('raw').notNull(),
    /** Bytes as sent, also where `raw` holds only the beginning. */
    rawBytes: integer('raw_bytes').notNull(),
    rawTruncated: boolean('raw_truncated').notNull().default(false),
  },
  (table) => [
    index('refused_event_time').on(table.receivedAt.desc().nullsFirst(), table.refusedId.desc().nullsFirst()),
    index('refused_event_code').on(table.code, table.receivedAt.desc().nullsFirst()),
    index('refused_event_source').on(table.sourceSystem, table.receivedAt.desc().nullsFirst()),
  ],
);
