import { sql } from 'drizzle-orm';
import { index, jsonb, pgTable, primaryKey, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { person } from './person.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' });

/** The local directory of participants: whom events are about. */
export const participant = pgTable(
  'participant',
  {
    userId: uuid('user_id').primaryKey(),
    displayName: text('display_name'),
    email: text('email'),
    timeZone: text('time_zone'),
    locale: text('locale'),
    externalIds: jsonb('external_ids').notNull().default({}),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (table) => [
    index('participant_name').on(sql`(display_name is null)`, sql`lower(coalesce(display_name, ''))`, table.userId),
  ],
);

export const cohort = pgTable(
  'cohort',
  {
    cohortId: uuid('cohort_id').primaryKey().defaultRandom(),
    name: text('name').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  () => [uniqueIndex('cohort_name_key').on(sql`lower(name)`)],
);

export const cohortMember = pgTable(
  'cohort_member',
  {
    cohortId: uuid('cohort_id')
      .notNull()
      .references(() => cohort.cohortId, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => participant.userId, { onDelete: 'cascade' }),
    addedAt: instant('added_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ name: 'cohort_member_pkey', columns: [table.cohortId, table.userId] }),
    index('cohort_member_user').on(table.userId),
  ],
);

export const cohortMentor = pgTable(
  'cohort_mentor',
  {
    cohortId: uuid('cohort_id')
      .notNull()
      .references(() => cohort.cohortId, { onDelete: 'cascade' }),
    personId: text('person_id')
      .notNull()
      .references(() => person.id, { onDelete: 'cascade' }),
  },
  (table) => [
    primaryKey({ name: 'cohort_mentor_pkey', columns: [table.cohortId, table.personId] }),
    index('cohort_mentor_person').on(table.personId),
  ],
);
