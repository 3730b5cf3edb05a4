import type { trendGroups, trendSteps } from '@activity-hub/contracts/activity/system-activity';
import type { ClickHouseClient } from '@clickhouse/client';
import { askAnalytics } from './ask-analytics.ts';
import type { ExactInstant } from './exact-instant.ts';
import { notCorrectedProjected } from './not-corrected.ts';
import { projectedConditions } from './search-projected-events.ts';
import type { Sight } from './sight.ts';

export interface TrendFilter {
  readonly sight: Sight;
  readonly from: ExactInstant;
  readonly to: ExactInstant;
  readonly step: (typeof trendSteps)[number];
  readonly group: (typeof trendGroups)[number];
  readonly types?: readonly string[] | undefined;
  readonly user_id?: string | undefined;
  readonly source?: string | undefined;
  /** Groups past this many are counted together under `other`. */
  readonly maxGroups: number;
}

export interface TrendPoint {
  readonly name: string;
  /** Start of the step, ISO in UTC with milliseconds. */
  readonly start: string;
  readonly events: number;
  readonly users: number;
}

/** Expressions, never input: the keys are closed sets of the contract. */
const stepStart = {
  hour: "toStartOfHour(occurred_at, 'UTC')",
  day: "toStartOfDay(occurred_at, 'UTC')",
  week: "toStartOfDay(toDateTime(toMonday(occurred_at, 'UTC'), 'UTC'), 'UTC')",
  month: "toStartOfDay(toDateTime(toStartOfMonth(occurred_at, 'UTC'), 'UTC'), 'UTC')",
} as const;
const groupName = { none: "'all'", family: 'category', type: 'event_type', source: 'source_system' } as const;

/** Events and different users per step and group; only steps in which something happened. */
export async function readTrends(client: ClickHouseClient, filter: TrendFilter): Promise<readonly TrendPoint[]> {
  const { conditions, parameters } = projectedConditions(filter);
  const where = [notCorrectedProjected, ...conditions].join(' AND ');
  const name = `toString(${groupName[filter.group]})`;
  const rows = await askAnalytics<{ name: string; begins: number; events: number; users: number }>(
    client,
    `WITH largest AS (
       SELECT ${name} AS name FROM event FINAL WHERE ${where}
       GROUP BY name ORDER BY count() DESC, name LIMIT {max_groups:UInt32}
     )
     SELECT if(${name} IN (SELECT name FROM largest), ${name}, 'other') AS name,
       toInt64(toUnixTimestamp(${stepStart[filter.step]})) AS begins,
       toUInt64(count()) AS events, toUInt64(uniqExact(user_id)) AS users
     FROM event FINAL WHERE ${where}
     GROUP BY name, begins ORDER BY begins, name`,
    { ...parameters, max_groups: filter.maxGroups },
  );
  return rows.map((row) => ({
    name: row.name,
    start: new Date(Number(row.begins) * 1000).toISOString(),
    events: Number(row.events),
    users: Number(row.users),
  }));
}
