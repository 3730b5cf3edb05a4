import type { ClickHouseClient } from '@clickhouse/client';
import type { Sql } from '../postgres/client.ts';
import { askAnalytics } from './ask-analytics.ts';
import { notCorrected, notCorrectedProjected } from './not-corrected.ts';
import { projectedSight, type Sight, withinSight } from './sight.ts';

/** Events by what they are and who sent them. */
export interface EventGroup {
  readonly origin: string;
  readonly event_type: string;
  readonly source_system: string;
  readonly events: number;
}

export interface EventCounts {
  readonly groups: readonly EventGroup[];
  readonly users: number;
}

/** Counted in the analytics store. */
export async function countProjectedEvents(client: ClickHouseClient, sight: Sight): Promise<EventCounts> {
  const { conditions, parameters } = projectedSight(sight);
  const where = [notCorrectedProjected, ...conditions].join(' AND ');
  const [groups, users] = await Promise.all([
    askAnalytics<EventGroup>(
      client,
      `SELECT origin, event_type, source_system, toUInt64(count()) AS events
       FROM event FINAL WHERE ${where} GROUP BY origin, event_type, source_system`,
      parameters,
    ),
    askAnalytics<{ users: number }>(
      client,
      `SELECT toUInt64(uniqExact(user_id)) AS users FROM event FINAL WHERE ${where}`,
      parameters,
    ),
  ]);
  return {
    groups: groups.map((group) => ({ ...group, events: Number(group.events) })),
    users: Number(users[0]?.users ?? 0),
  };
}

/** The same figures from the log, without the analytics store: reads every row, within the time limit of the pool. */
export async function countLoggedEvents(sql: Sql, sight: Sight): Promise<EventCounts> {
  const [groups, users] = await Promise.all([
    sql<EventGroup[]>`
      select origin, event_type, source_system, count(*) as events
      from event where true ${notCorrected(sql)} ${withinSight(sql, 'event', sight)} group by origin, event_type, source_system`,
    sql<
      { users: number }[]
    >`select count(*) as users from (select distinct user_id from event where user_id is not null ${withinSight(sql, 'event', sight)}) as known`,
  ]);
  return { groups, users: users[0]?.users ?? 0 };
}
