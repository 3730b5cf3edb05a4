import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
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
    /** By which way it came, and how its bytes are to be read again. */
    surface: text('surface').notNull().default('rest'),
    format: text('format').notNull().default('event'),
    keyId: text('key_id'),
    rawTruncated: boolean('raw_truncated').notNull().default(false),
    /** Shared by what was refused for the same reason: see `refused_group` in the migrations. */
    groupId: text('group_id').notNull().generatedAlwaysAs(sql`refused_group(code, event_type, pointer, detail)`),
    state: text('state').notNull().default('open'),
    attempts: integer('attempts').notNull().default(0),
    /** What the last attempt published or tried to; beside the bytes as sent, never instead of them. */
    repaired: bytea('repaired'),
    repairedAsAdmin: boolean('repaired_as_admin').notNull().default(false),
    repairedBy: text('repaired_by'),
    claimedAt: timestamp('claimed_at', { withTimezone: true, mode: 'string' }),
    lastFault: jsonb('last_fault'),
    settledAt: timestamp('settled_at', { withTimezone: true, mode: 'string' }),
    settledBy: text('settled_by'),
    settledEventId: uuid('settled_event_id'),
    settledPosition: text('settled_position'),
    settledEvents: integer('settled_events'),
    discardReason: text('discard_reason'),
  },
  (table) => [
    index('refused_event_time').on(table.receivedAt.desc().nullsFirst(), table.refusedId.desc().nullsFirst()),
    index('refused_event_code').on(table.code, table.receivedAt.desc().nullsFirst()),
    index('refused_event_source').on(table.sourceSystem, table.receivedAt.desc().nullsFirst()),
    index('refused_event_group').on(
      table.state,
      table.groupId,
      table.receivedAt.desc().nullsFirst(),
      table.refusedId.desc().nullsFirst(),
    ),
    index('refused_event_open').on(table.receivedAt, table.refusedId).where(sql`state in ('open', 'resubmitting')`),
    index('refused_event_open_source').on(table.sourceSystem).where(sql`state in ('open', 'resubmitting')`),
    index('refused_event_key').on(table.keyId, table.receivedAt.desc().nullsFirst()).where(sql`key_id is not null`),
    index('refused_event_unfinished').on(table.claimedAt).where(sql`state = 'resubmitting'`),
  ],
);
