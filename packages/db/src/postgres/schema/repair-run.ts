import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/** A repair of many refused events. Another worker goes on with it once its heartbeat is old. */
export const repairRun = pgTable(
  'repair_run',
  {
    runId: uuid('run_id').primaryKey().default(sql`uuidv7()`),
    state: text('state').notNull().default('running'),
    plan: jsonb('plan').notNull(),
    actor: jsonb('actor').notNull(),
    startedBy: text('started_by').notNull(),
    startedAt: timestamp('started_at', { withTimezone: true, mode: 'string' })
      .notNull()
      .default(sql`clock_timestamp()`),
    finishedAt: timestamp('finished_at', { withTimezone: true, mode: 'string' }),
    total: integer('total').notNull(),
    resubmitted: integer('resubmitted').notNull().default(0),
    duplicates: integer('duplicates').notNull().default(0),
    refusedAgain: integer('refused_again').notNull().default(0),
    skipped: integer('skipped').notNull().default(0),
    failures: jsonb('failures').notNull().default(sql`'[]'`),
    /** Everything up to here, in the order of (received_at, refused_id), has been tried. */
    cursorAt: timestamp('cursor_at', { withTimezone: true, mode: 'string' }).notNull().default(sql`'-infinity'`),
    cursorId: uuid('cursor_id').notNull().default('00000000-0000-0000-0000-000000000000'),
    worker: uuid('worker'),
    heartbeatAt: timestamp('heartbeat_at', { withTimezone: true, mode: 'string' }),
  },
  (table) => [
    index('repair_run_started').on(table.startedAt.desc().nullsFirst()),
    index('repair_run_unfinished').on(table.heartbeatAt).where(sql`state in ('running', 'cancelling')`),
  ],
);
