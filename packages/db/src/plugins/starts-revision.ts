import type { Statements } from '../postgres/statements.ts';
import { seenLately } from './seen-lately.ts';

/** Whether a process role that lives is about to run a revision: `plugin_id` and the column that names it are of the statement around. */
export function startsRevision(sql: Statements, column: 'live_revision' | 'revision') {
  return sql`exists (
    select from process_role where ${seenLately(sql)} and starting ? (plugin_id || ' ' || ${sql(column)}))`;
}
