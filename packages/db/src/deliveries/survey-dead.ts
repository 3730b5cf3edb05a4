import type { Statements } from '../postgres/statements.ts';
import { type DeadSelection, deadCondition } from './dead-condition.ts';

export interface DeadSurvey {
  readonly total: number;
  readonly oldest_at: string | null;
  readonly newest_at: string | null;
}

/** How many dead letters a repair would take, and of which time their events are. */
export async function surveyDead(sql: Statements, selection: DeadSelection): Promise<DeadSurvey> {
  const [row] = await sql<DeadSurvey[]>`
    select count(*) as total, min(recorded_at) as oldest_at, max(recorded_at) as newest_at
    from delivery where ${deadCondition(sql, selection)}`;
  return row ?? { total: 0, oldest_at: null, newest_at: null };
}
