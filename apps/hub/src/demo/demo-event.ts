import { dayStartMs } from '@activity-hub/contracts/calendar';
import type { ActivityEvent, JsonObject } from '@activity-hub/contracts/event';
import { uuidV5 } from '@activity-hub/contracts/uuid-v5';
import { DEMO_NAMESPACE, type DemoPerson } from './demo-person.ts';

export interface DemoOccurrence {
  readonly person: DemoPerson;
  /** ms since 1970. */
  readonly at: number;
  /** Without the prefix. */
  readonly type: string;
  readonly source: string;
  readonly payload: JsonObject;
  readonly causation_id?: string;
  readonly correlation_id?: string;
}

/**
 * The id is made of the content: the same occurrence has the same id in every run, and two that differ
 * in anything never share one, so a later run can be stored on top of an earlier one without a conflict.
 */
export function demoEvent(occurrence: DemoOccurrence): ActivityEvent {
  const { person, at, type, source, payload } = occurrence;
  const content = {
    event_type: `activity.${type}`,
    event_version: '1.0.0',
    timestamp: new Date(at).toISOString(),
    source_system: source,
    user_id: person.user_id,
    session_id: sessionOf(occurrence),
    ...(occurrence.causation_id === undefined ? {} : { causation_id: occurrence.causation_id }),
    ...(occurrence.correlation_id === undefined ? {} : { correlation_id: occurrence.correlation_id }),
    payload: structuredClone(payload) as ActivityEvent['payload'],
    metadata: { time_zone: person.time_zone, locale: person.locale, scenario: 'demo' },
  };
  return { event_id: uuidV5(DEMO_NAMESPACE, JSON.stringify(content)), ...content };
}

/** One session per person, source and six hours. */
function sessionOf({ person, at, source }: DemoOccurrence): string {
  return uuidV5(DEMO_NAMESPACE, `session:${person.name}:${source}:${Math.floor(at / 21_600_000)}`);
}

/** The instant of a wall clock time of a person's day. */
export function localInstant(person: DemoPerson, day: string, hour: number, minute: number, second = 0): number {
  return dayStartMs(person.time_zone, day) + ((hour * 60 + minute) * 60 + second) * 1_000;
}
