import type { UserStreak } from '@activity-hub/contracts/activity/user-activity';
import type { LogProgress } from '@activity-hub/db/queries/read-progress';
import { readWindows } from '@activity-hub/db/queries/read-windows';
import { checkpointsOf } from './freshness-of.ts';
import { processors, type QuerySources } from './query-sources.ts';
import { streaksAt } from './streak-now.ts';

export async function readStreaks(
  { sql, clock }: Pick<QuerySources, 'sql' | 'clock'>,
  progress: LogProgress,
  userId: string,
): Promise<UserStreak[]> {
  const version = checkpointsOf(progress, processors.streak)[0]?.version;
  if (version === undefined) return [];
  const [row] = await readWindows(sql, { processor: processors.streak, version, key: userId, kind: 'all', limit: 1 });
  return row === undefined ? [] : streaksAt(row.view, clock());
}
