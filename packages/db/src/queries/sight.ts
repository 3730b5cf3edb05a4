import type { Fragment } from 'postgres';
import type { Sql } from '../postgres/client.ts';
import type { AnalyticsParameters } from './ask-analytics.ts';

/**
 * Whose data an answer may hold: everybody's, or that of the listed participants (lower case). It is a
 * required part of every filter, so that a question without it does not compile, and it is a condition of
 * the statement itself: pages that were filtered afterwards would be short and would tell how many are hidden.
 */
export type Sight = 'everybody' | readonly string[];

export function sees(sight: Sight, userId: string | null): boolean {
  return sight === 'everybody' || (userId !== null && sight.includes(userId));
}

/** The participants in sight as one bound text. Events and cases without a participant are in nobody's cohort. */
export function sightList(sql: Sql, sight: readonly string[]): Fragment {
  return sql`string_to_array(${sight.join(',')}, ',')::uuid[]`;
}

/** `and …` on the column `user_id` of the relation, for PostgreSQL. */
export function withinSight(sql: Sql, relation: 'event' | 'anomaly_case', sight: Sight): Fragment {
  return sight === 'everybody' ? sql`` : sql`and ${sql(relation)}.user_id = any(${sightList(sql, sight)})`;
}

/** The same for the analytics store: conditions and what they are bound to. */
export function projectedSight(sight: Sight): {
  readonly conditions: readonly string[];
  readonly parameters: AnalyticsParameters;
} {
  if (sight === 'everybody') return { conditions: [], parameters: {} };
  // The engine refuses an empty set.
  if (sight.length === 0) return { conditions: ['false'], parameters: {} };
  return { conditions: ['user_id IN {sight:Array(UUID)}'], parameters: { sight } };
}
