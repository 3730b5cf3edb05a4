import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';

/** The last offset of a lane that a processor has finished. Compare-and-set on `offset` is the fence. */
export const checkpoint = pgTable(
  'checkpoint',
  {
    processor: text('processor').notNull(),
    version: text('version').notNull(),
    lane: smallint('lane').notNull(),
    offset: bigint('offset', { mode: 'number' }).notNull().default(0),
    /** `recorded_at` of the event at `offset`: everything of the lane recorded up to it is in. */
    completeThrough: timestamp('complete_through', { withTimezone: true, mode: 'string' }),
    /** Events are derived only for what lies behind it. */
    derivesAfter: bigint('derives_after', { mode: 'number' }).notNull().default(0),
    /** Another revision took over: running batches are fenced. */
    frozen: boolean('frozen').notNull().default(false),
    /** What `lane` counts: a lane of the log, or a bucket of an inbox. */
    ofInbox: boolean('of_inbox').notNull().default(false),
    /** Deadlines of before, for which nothing came since, are history: nothing is derived from them. */
    madeAt: timestamp('made_at', { withTimezone: true, mode: 'string' }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ name: 'checkpoint_pkey', columns: [table.processor, table.version, table.lane] })],
);

/** One state of one key and window of one processor version. */
export const processorState = pgTable(
  'processor_state',
  {
    processor: text('processor').notNull(),
    version: text('version').notNull(),
    key: text('key').notNull(),
    windowKind: text('window_kind').notNull(),
    windowStart: text('window_start').notNull(),
    lane: smallint('lane').notNull(),
    userId: uuid('user_id'),
    state: jsonb('state').notNull(),
    view: jsonb('view'),
    deadlineAt: timestamp('deadline_at', { withTimezone: true, mode: 'string' }),
    lastEventId: uuid('last_event_id'),
    lastOccurredAt: timestamp('last_occurred_at', { withTimezone: true, mode: 'string' }),
    lastRecordedAt: timestamp('last_recorded_at', { withTimezone: true, mode: 'string' }),
    timeZone: text('time_zone').notNull(),
    correlationId: text('correlation_id'),
    causationDepth: integer('causation_depth').notNull().default(0),
    /** Up to which instant deadlines have been fired: an event of an earlier time comes late. */
    firedUntil: timestamp('fired_until', { withTimezone: true, mode: 'string' }),
    updatedAt: timestamp('updated_at', { withTimezone: true, mode: 'string' }).notNull().default(sql`now()`),
  },
  (table) => [
    primaryKey({
      name: 'processor_state_pkey',
      columns: [table.processor, table.version, table.key, table.windowKind, table.windowStart],
    }),
    index('processor_state_due')
      .on(table.processor, table.version, table.lane, table.deadlineAt)
      .where(sql`deadline_at is not null`),
  ],
);

/** The newest calendar window of each kind of a key; see migration 0022. */
export const stateFront = pgTable(
  'state_front',
  {
    processor: text('processor').notNull(),
    version: text('version').notNull(),
    key: text('key').notNull(),
    lane: smallint('lane').notNull(),
    /** Entries: fields joined by U+001F. A start without an entry is that of a window that is gone. */
    hourlyStart: text('hourly_start'),
    hourlyEntry: text('hourly_entry'),
    dailyStart: text('daily_start'),
    dailyEntry: text('daily_entry'),
    weeklyStart: text('weekly_start'),
    weeklyEntry: text('weekly_entry'),
    monthlyStart: text('monthly_start'),
    monthlyEntry: text('monthly_entry'),
    deadlineAt: timestamp('deadline_at', { withTimezone: true, mode: 'string' }),
    updatedAt: timestamp('updated_at', { withTimezone: true, mode: 'string' }).notNull().default(sql`now()`),
  },
  (table) => [
    primaryKey({ name: 'state_front_pkey', columns: [table.processor, table.version, table.key] }),
    index('state_front_due')
      .on(table.processor, table.version, table.lane, table.deadlineAt)
      .where(sql`deadline_at is not null`),
  ],
);

/** Older calendar windows of a key, those of a week in one row; see migration 0022. */
export const stateShelf = pgTable(
  'state_shelf',
  {
    processor: text('processor').notNull(),
    version: text('version').notNull(),
    key: text('key').notNull(),
    /** The Monday of the week in which its windows start. */
    shelf: date('shelf').notNull(),
    lane: smallint('lane').notNull(),
    /** Each window after U+001D: kind and start, U+001F, its entry. */
    windows: text('windows').notNull(),
    deadlineAt: timestamp('deadline_at', { withTimezone: true, mode: 'string' }),
    updatedAt: timestamp('updated_at', { withTimezone: true, mode: 'string' }).notNull().default(sql`now()`),
  },
  (table) => [
    primaryKey({ name: 'state_shelf_pkey', columns: [table.processor, table.version, table.key, table.shelf] }),
    index('state_shelf_due')
      .on(table.processor, table.version, table.lane, table.deadlineAt)
      .where(sql`deadline_at is not null`),
  ],
);

/** A range announced before it is inserted into a store outside, so that a retry repeats it exactly. One per lane. */
export const projectionRange = pgTable(
  'projection_range',
  {
    processor: text('processor').notNull(),
    version: text('version').notNull(),
    lane: smallint('lane').notNull(),
    fromOffset: bigint('from_offset', { mode: 'number' }).notNull(),
    toOffset: bigint('to_offset', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ name: 'projection_range_pkey', columns: [table.processor, table.version, table.lane] })],
);

/** What stopped a processor, kept with its reason until a person resumes it. */
export const processorQuarantine = pgTable(
  'processor_quarantine',
  {
    processor: text('processor').notNull(),
    version: text('version').notNull(),
    reason: text('reason').notNull(),
    reasonCode: text('reason_code'),
    reasonValues: jsonb('reason_values'),
    lane: smallint('lane'),
    offset: bigint('offset', { mode: 'number' }),
    quarantinedAt: timestamp('quarantined_at', { withTimezone: true, mode: 'string' }).notNull().default(sql`now()`),
  },
  (table) => [primaryKey({ name: 'processor_quarantine_pkey', columns: [table.processor, table.version] })],
);
