import type { RecordedEvent } from '@activity-hub/contracts/event';
import { detectorConformance } from '@activity-hub/contracts/plugin/testing/detector-conformance';
import { givenDetector } from '@activity-hub/contracts/plugin/testing/given-when-then';
import { recordedEventFixture } from '@activity-hub/contracts/plugin/testing/recorded-event-fixture';
import { describe, expect, test } from 'vitest';
import { overactivity } from './overactivity.ts';

const begin = Date.parse('2026-05-04T08:00:00.000Z');
const types = [
  'learning.lesson_completed',
  'work.artifact_created',
  'social.commented',
  'social.posted',
  'work.submitted',
];

function eventAt(second: number, given: Partial<RecordedEvent> = {}): RecordedEvent {
  return recordedEventFixture({ timestamp: new Date(begin + Math.round(second * 1_000)).toISOString(), ...given });
}

/** Identical events at even distances. */
const bot = (count: number, everySeconds: number, from = 0): RecordedEvent[] =>
  Array.from({ length: count }, (_, at) => eventAt(from + at * everySeconds));

/** Varied events in bursts: distances of 1, 6, 36, 90 and 17 seconds follow each other (30 on average). */
function person(count: number): RecordedEvent[] {
  const gaps = [1, 6, 36, 90, 17];
  let second = 0;
  return Array.from({ length: count }, (_, at) => {
    second += gaps[at % gaps.length] ?? 0;
    return eventAt(second, { event_type: `activity.${types[(at * 7) % types.length]}` });
  });
}

describe('overactivity: rate', () => {
  for (const { name, run } of detectorConformance(overactivity, bot(130, 10))) test(name, run);

  test('is silent one event below the threshold', () => {
    expect(givenDetector(overactivity).when(...bot(119, 9)).findings).toEqual([]);
  });

  test('finds a machine: regular and of one kind', () => {
    const { findings } = givenDetector(overactivity).when(...bot(120, 9));
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      kind: 'overactivity',
      severity: 'medium',
      subject: 'rate:2026-05-04T08:17:51.000Z:medium',
      score: 1,
      evidence: {
        rule: 'rate',
        pattern: 'automation',
        events_in_hour: 120,
        threshold_events: 120,
        gap_spread: 0,
        monotony: 0.8,
      },
    });
    expect(findings[0]?.event_ids).toHaveLength(20);
  });

  test('finds a person who does too much: irregular and varied', () => {
    const { findings } = givenDetector(overactivity).when(...person(125));
    expect(findings[0]?.evidence).toMatchObject({ pattern: 'burnout', events_in_hour: 120 });
    expect(findings[0]?.evidence['monotony']).toBeLessThan(0.2);
  });

  test('one coffee break does not hide a clock', () => {
    const { findings } = givenDetector(overactivity).when(...bot(60, 9), ...bot(60, 9, 60 * 9 + 290));
    expect(findings[0]?.evidence['pattern']).toBe('automation');
  });

  test('tells an episode once, and once more when it becomes high', () => {
    const { findings } = givenDetector(overactivity).when(...bot(400, 9));
    expect(findings.map((finding) => [finding.severity, finding.evidence['events_in_hour']])).toEqual([
      ['medium', 120],
      ['high', 300],
    ]);
    expect(new Set(findings.map((finding) => finding.evidence['since'])).size).toBe(1);
  });

  test('a rate around the threshold is one episode', () => {
    // 130 events in 20 minutes, then a short pause, then again: never an hour below half.
    const { findings } = givenDetector(overactivity).when(...bot(130, 9), ...bot(130, 9, 3_700));
    expect(findings).toHaveLength(1);
  });

  test('tells again after an hour below half', () => {
    // The first burst has left the window by 09:20; an hour later, at 10:20, the episode is over.
    const scenario = givenDetector(overactivity, bot(130, 9));
    expect(scenario.when(...bot(120, 9, 2 * 3_600 + 25 * 60)).findings).toHaveLength(1);
    expect(scenario.when(...bot(120, 1, 2 * 3_600)).findings).toHaveLength(0);
  });

  test('compares with what is usual for the person', () => {
    const calmHours = Array.from({ length: 48 }, (_, at) => eventAt(-48 * 600 + at * 600));
    const { findings } = givenDetector(overactivity, calmHours).when(...bot(130, 9));
    expect(findings[0]?.evidence['usual_events_per_hour']).toBe(6);
  });

  test('events whose clock time means nothing are left out', () => {
    const { findings, state } = givenDetector(overactivity).when(
      ...bot(300, 1).map((event) => ({ ...event, metadata: { time_precision: 'day' } })),
    );
    expect(findings).toEqual([]);
    expect(state?.recent).toEqual([]);
  });

  test('an event older than the window says nothing about the rate, a younger late one does', () => {
    const history = bot(119, 9, 2 * 3_600);
    expect(givenDetector(overactivity, history).when(eventAt(0)).findings).toEqual([]);
    expect(givenDetector(overactivity, history).when(eventAt(2 * 3_600 - 60)).findings).toHaveLength(1);
  });

  test('the state stays small, however many events come', () => {
    const { state } = givenDetector(overactivity).when(...bot(3_000, 3.7));
    expect(state?.window.buckets.length).toBeLessThanOrEqual(60);
    expect(JSON.stringify(state).length).toBeLessThan(16_000);
  });
});

describe('overactivity: long day', () => {
  const hourly = (hours: number, given: Partial<RecordedEvent> = {}): RecordedEvent[] =>
    Array.from({ length: hours }, (_, at) =>
      eventAt((at - 8) * 3_600, { event_type: 'activity.work.artifact_updated', ...given }),
    );

  test('finds a day of more than 14 active hours, once', () => {
    expect(givenDetector(overactivity).when(...hourly(14)).findings).toEqual([]);
    const { findings } = givenDetector(overactivity).when(...hourly(18));
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      subject: 'long_day:2026-05-04',
      severity: 'medium',
      evidence: { rule: 'long_day', pattern: 'burnout', active_hours: 15, threshold_hours: 14 },
    });
  });

  test('the day is a calendar day in the zone of the person', () => {
    // 16 hours in a row that midnight in Vladivostok cuts in two.
    const { findings } = givenDetector(overactivity).when(
      ...hourly(16, { time_zone: 'Asia/Vladivostok' }).map(atLocalDay),
    );
    expect(findings).toEqual([]);
  });

  function atLocalDay(event: RecordedEvent): RecordedEvent {
    return recordedEventFixture({ timestamp: event.timestamp, time_zone: event.time_zone });
  }
});
