import { sql } from 'drizzle-orm';
import { bigint, boolean, pgTable, smallint, timestamp, uuid } from 'drizzle-orm/pg-core';

/**
 * One row per lane. The append holds its row lock to the commit: that is what makes offsets
 * contiguous and visible in order.
 */
export const lane = pgTable('lane', {
  lane: smallint('lane').primaryKey(),
  /** The last offset given out; 0 while the lane is empty. */
  head: bigint('head', { mode: 'number' }).notNull().default(0),
  /** Everything below lies in the archive only. */
  firstHotOffset: bigint('first_hot_offset', { mode: 'number' }).notNull().default(1),
  /** Kept here so that a clock that steps back cannot make `recorded_at` run backwards. */
  lastRecordedAt: timestamp('last_recorded_at', { withTimezone: true, mode: 'string' })
    .notNull()
    .default(sql`'-infinity'`),
});

/** The one row that says which log this is. A restore gives it another epoch. */
export const logIdentity = pgTable('log_identity', {
  singleton: boolean('singleton').primaryKey().default(true),
  epoch: uuid('epoch').notNull().default(sql`gen_random_uuid()`),
  madeAt: timestamp('made_at', { withTimezone: true, mode: 'string' }).notNull().default(sql`now()`),
});
