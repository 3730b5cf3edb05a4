import { sql } from 'drizzle-orm';
import { boolean, index, jsonb, pgTable, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core';

/** A stretch of time in which a source or a consumer was unusual: one open row per kind and key. */
export const episode = pgTable(
  'episode',
  {
    episodeId: uuid('episode_id').primaryKey().default(sql`uuidv7()`),
    kind: text('kind').notNull(),
    key: text('key').notNull(),
    beganAt: timestamp('began_at', { withTimezone: true, mode: 'string' })
      .notNull()
      .default(sql`date_trunc('milliseconds', clock_timestamp())`),
    endedAt: timestamp('ended_at', { withTimezone: true, mode: 'string' }),
    details: jsonb('details').notNull(),
    endDetails: jsonb('end_details'),
    /** Whether the log holds the event of its begin, and of its end. */
    beginRecorded: boolean('begin_recorded').notNull().default(false),
    endRecorded: boolean('end_recorded').notNull().default(false),
  },
  (table) => [
    uniqueIndex('episode_open').on(table.kind, table.key).where(sql`ended_at is null`),
    index('episode_began').on(table.beganAt.desc().nullsFirst(), table.episodeId.desc().nullsFirst()),
    index('episode_unrecorded')
      .on(table.episodeId)
      .where(sql`not begin_recorded or (ended_at is not null and not end_recorded)`),
  ],
);
