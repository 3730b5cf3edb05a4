import { index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';

/** Who took part in a work, by revision of the plugin that traces works. Kept by a trigger on its states. */
export const workUser = pgTable(
  'work_user',
  {
    version: text('version').notNull(),
    userId: uuid('user_id').notNull(),
    workId: text('work_id').notNull(),
  },
  (table) => [
    primaryKey({ name: 'work_user_pkey', columns: [table.version, table.userId, table.workId] }),
    index('work_user_work').on(table.version, table.workId),
  ],
);

/** Which work a work is a part of. */
export const workParent = pgTable(
  'work_parent',
  {
    version: text('version').notNull(),
    workId: text('work_id').notNull(),
    parentWorkId: text('parent_work_id').notNull(),
  },
  (table) => [
    primaryKey({ name: 'work_parent_pkey', columns: [table.version, table.workId] }),
    index('work_parent_children').on(table.version, table.parentWorkId, table.workId),
  ],
);
