import type { Origin, RecordedEvent } from '@activity-hub/contracts/event';
import type { ClickHouseClient } from '@clickhouse/client';
import type { RecordedEventRow } from '../event-store/recorded-event-row.ts';
import { type AnalyticsParameters, askAnalytics } from './ask-analytics.ts';
import type { EventFilter, PayloadCondition } from './event-filter.ts';
import { exactInstantOfMicros, toWire } from './exact-instant.ts';
import { projectedSight } from './sight.ts';

interface ProjectedRow {
  readonly lane: number;
  readonly place: number;
  readonly id: string;
  readonly event_type: string;
  readonly event_version: string;
  readonly occurred: number;
  readonly received: number;
  readonly recorded: number;
  readonly source_system: string;
  readonly user: string | null;
  readonly session: string | null;
  readonly causation: string | null;
  readonly correlation_id: string | null;
  readonly payload: string;
  readonly metadata: string;
  readonly context: string;
  readonly sent: number | null;
  readonly origin: Origin;
  readonly time_zone: string;
  readonly local_day: string;
}

const columns = `lane, toUInt64(offset) AS place, toString(event_id) AS id, event_type, event_version,
  toUnixTimestamp64Micro(occurred_at) AS occurred, toUnixTimestamp64Micro(received_at) AS received,
  toUnixTimestamp64Micro(recorded_at) AS recorded, source_system, toString(user_id) AS user,
  toString(session_id) AS session, toString(causation_id) AS causation, correlation_id, payload, metadata, context,
  toUnixTimestamp64Micro(sent_at) AS sent,
  origin, time_zone, toString(day) AS local_day`;

/**
 * The same page from the analytics store, for what PostgreSQL has no index on. Ids are compared as text:
 * ClickHouse sorts UUIDs by their second half first, and a page would not continue where PostgreSQL's
 * ended. Values are bound, never written into the statement.
 */
export async function searchProjectedEvents(
  client: ClickHouseClient,
  filter: EventFilter,
): Promise<readonly RecordedEventRow[]> {
  if (filter.types !== undefined && filter.types.length === 0) return [];
  const { conditions, parameters } = projectedConditions(filter);
  const rows = await askAnalytics<ProjectedRow>(
    client,
    `SELECT ${columns} FROM event FINAL WHERE ${conditions.join(' AND ')}
     ORDER BY occurred_at DESC, toString(event_id) DESC LIMIT {row_limit:UInt32}`,
    { ...parameters, row_limit: filter.limit + 1 },
  );
  return rows.map(recordedRowOf);
}

function recordedRowOf(row: ProjectedRow): RecordedEventRow {
  return {
    lane: row.lane,
    offset: Number(row.place),
    event_id: row.id,
    event_type: row.event_type,
    event_version: row.event_version,
    occurred_at: instantOf(row.occurred),
    source_system: row.source_system,
    user_id: row.user,
    session_id: row.session,
    causation_id: row.causation,
    correlation_id: row.correlation_id,
    payload: JSON.parse(row.payload) as RecordedEvent['payload'],
    metadata: JSON.parse(row.metadata) as RecordedEvent['metadata'],
    context: JSON.parse(row.context) as RecordedEvent['context'],
    origin: row.origin,
    time_zone: row.time_zone,
    day: row.local_day,
    sent_at: row.sent === null ? null : instantOf(row.sent),
    received_at: instantOf(row.received),
    recorded_at: instantOf(row.recorded),
  };
}

const instantOf = (micros: number): string => toWire(exactInstantOfMicros(Number(micros)));

const instant = (name: string): string => `parseDateTime64BestEffort({${name}:String}, 6, 'UTC')`;

/** The conditions of a filter with the values they are bound to. */
export function projectedConditions(filter: Omit<EventFilter, 'limit'>): {
  readonly conditions: readonly string[];
  readonly parameters: AnalyticsParameters;
} {
  const seen = projectedSight(filter.sight);
  const conditions = ['true', ...seen.conditions];
  const parameters: Record<string, AnalyticsParameters[string]> = { ...seen.parameters };
  const add = (condition: string, name: string, value: AnalyticsParameters[string] | undefined): void => {
    if (value === undefined) return;
    conditions.push(condition);
    parameters[name] = value;
  };
  add('event_type IN {types:Array(String)}', 'types', filter.types);
  add('user_id = {user_id:UUID}', 'user_id', filter.user_id);
  add('source_system = {source:String}', 'source', filter.source);
  add('session_id = {session_id:UUID}', 'session_id', filter.session_id);
  add(`occurred_at >= ${instant('from')}`, 'from', filter.from);
  add(`occurred_at < ${instant('to')}`, 'to', filter.to);
  if (filter.after !== undefined) {
    parameters['after_at'] = filter.after.at;
    parameters['after_id'] = filter.after.id;
    conditions.push(`occurred_at <= ${instant('after_at')}`);
    conditions.push(`(occurred_at < ${instant('after_at')} OR toString(event_id) < {after_id:String})`);
  }
  if (filter.payload !== undefined) {
    conditions.push(projectedPayloadHolds(filter.payload));
    filter.payload.path.forEach((part, at) => {
      parameters[`path_${at}`] = part;
    });
    parameters['value'] = filter.payload.value;
    if (filter.payload.number !== null) parameters['number'] = filter.payload.number;
  }
  return { conditions, parameters };
}

const isNumber = (type: string): string => `${type} IN ('Int64', 'UInt64', 'Double')`;

/** Must agree with `payloadHolds` of the scan: one spec asks both the same questions. */
function projectedPayloadHolds(condition: PayloadCondition): string {
  const at = ['payload', ...condition.path.map((_, index) => `{path_${index}:String}`)].join(', ');
  const has = `JSONHas(${at})`;
  const type = `toString(JSONType(${at}))`;
  const sameNumber = (value: string): string =>
    condition.number === null ? 'false' : `JSONExtractFloat(${value}) = {number:Float64}`;
  const equal = `multiIf(${type} = 'String', JSONExtractString(${at}) = {value:String},
    ${isNumber(type)}, ${sameNumber(at)}, JSONExtractRaw(${at}) = {value:String})`;
  const isScalar = `${has} AND ${type} NOT IN ('Array', 'Object')`;
  switch (condition.op) {
    case 'exists':
      return has;
    case 'eq':
      return `${isScalar} AND ${equal}`;
    case 'ne':
      return `${isScalar} AND NOT ${equal}`;
    case 'contains':
      return `${has} AND multiIf(${type} = 'String', position(JSONExtractString(${at}), {value:String}) > 0,
        ${type} = 'Array', arrayExists(part -> multiIf(toString(JSONType(part)) = 'String', JSONExtractString(part) = {value:String},
          ${isNumber('toString(JSONType(part))')}, ${sameNumber('part')}, false), JSONExtractArrayRaw(${at})), false)`;
    default: {
      const operator = { gt: '>', gte: '>=', lt: '<', lte: '<=' }[condition.op];
      return condition.number === null
        ? `${has} AND ${type} = 'String' AND JSONExtractString(${at}) ${operator} {value:String}`
        : `${has} AND ${isNumber(type)} AND JSONExtractFloat(${at}) ${operator} {number:Float64}`;
    }
  }
}
