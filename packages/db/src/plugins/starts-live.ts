import type { Statements } from '../postgres/statements.ts';
import { seenLately } from './seen-lately.ts';

/** Whether a process role that lives is about to run the live revision of a row of `plugin`. */
export function startsLive(sql: Statements) {
  return sql`exists (
    select from process_role where ${seenLately(sql)} and starting ? (plugin_id || ' ' || live_revision))`;
}
