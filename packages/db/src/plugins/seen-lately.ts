import { UNSEEN_AFTER_SECONDS } from '@activity-hub/contracts/activity/plugin';
import type { Statements } from '../postgres/statements.ts';

/** Whether who reported a row, of processors or of process roles, was heard of lately, by the clock of the database. */
export function seenLately(sql: Statements) {
  return sql`seen_at > clock_timestamp() - make_interval(secs => ${UNSEEN_AFTER_SECONDS})`;
}
