import type { RecordedEvent } from '@activity-hub/contracts/event';
import { categoryOf } from '@activity-hub/contracts/topic';

export type Cell = string | Date | null;

interface AnalyticsColumn {
  readonly name: string;
  readonly type: 'STRING' | 'TIMESTAMP';
  readonly nullable: boolean;
  readonly of: (event: RecordedEvent) => Cell;
}

type TextField = 'event_id' | 'event_type' | 'event_version' | 'source_system' | 'origin' | 'day' | 'time_zone';
type OptionalField = 'user_id' | 'session_id' | 'causation_id' | 'correlation_id';
type InstantField = 'timestamp' | 'received_at' | 'recorded_at';

const text = (name: TextField): AnalyticsColumn => ({
  name,
  type: 'STRING',
  nullable: false,
  of: (event) => event[name],
});
const optional = (name: OptionalField): AnalyticsColumn => ({
  name,
  type: 'STRING',
  nullable: true,
  of: (event) => event[name],
});
const instant = (name: string, field: InstantField): AnalyticsColumn => ({
  name,
  type: 'TIMESTAMP',
  nullable: false,
  of: (event) => new Date(event[field]),
});
const json = (name: 'payload' | 'metadata'): AnalyticsColumn => ({
  name,
  type: 'STRING',
  nullable: false,
  of: (event) => JSON.stringify(event[name]),
});

const columns: readonly AnalyticsColumn[] = [
  text('event_id'),
  text('event_type'),
  { name: 'category', type: 'STRING', nullable: false, of: (event) => categoryOf(event.event_type) },
  text('event_version'),
  instant('occurred_at', 'timestamp'),
  instant('received_at', 'received_at'),
  instant('recorded_at', 'recorded_at'),
  text('day'),
  text('time_zone'),
  text('source_system'),
  text('origin'),
  optional('user_id'),
  optional('session_id'),
  optional('causation_id'),
  optional('correlation_id'),
  json('payload'),
];

/** Metadata holds addresses and devices of people, which few analyses need. */
export function analyticsColumns(withMetadata: boolean): readonly AnalyticsColumn[] {
  return withMetadata ? [...columns, json('metadata')] : columns;
}

export function rowOf(event: RecordedEvent, withMetadata: boolean): Readonly<Record<string, Cell>> {
  return Object.fromEntries(analyticsColumns(withMetadata).map(({ name, of }) => [name, of(event)]));
}
