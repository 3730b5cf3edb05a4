import { dayIn, hourIn } from '@activity-hub/contracts/calendar';
import { activityEvent } from '@activity-hub/contracts/event';
import { eventTypeOf } from '@activity-hub/contracts/event-types/catalog';
import { describe, expect, test } from 'vitest';
import { demoEvents } from './demo-events.ts';
import { demoPeople, learners, robot, workers } from './demo-person.ts';

const today = '2026-11-23';
const events = demoEvents(today);
const of = (user: { user_id: string }) => events.filter((event) => event.user_id === user.user_id);
const daysOf = (user: { user_id: string; time_zone: string }): string[] =>
  [...new Set(of(user).map((event) => dayIn(user.time_zone, Date.parse(event.timestamp))))].sort();

describe('demoEvents', () => {
  test('every event fits the base schema and the schema of its type', () => {
    for (const event of events) {
      expect(activityEvent.safeParse(event).error?.issues ?? []).toEqual([]);
      const type = eventTypeOf(event.event_type);
      expect(type?.origin, event.event_type).toBe('producer');
      expect(type?.payload.safeParse(event.payload).error?.issues ?? [], event.event_type).toEqual([]);
    }
  });

  test('is the same in every run, oldest first, each id once', () => {
    expect(demoEvents(today)).toEqual(events);
    expect(events.map((event) => event.timestamp)).toEqual(events.map((event) => event.timestamp).toSorted());
    expect(new Set(events.map((event) => event.event_id)).size).toBe(events.length);
  });

  test.each(['2026-11-23', '2024-03-01', '2026-03-30', '2027-01-01'])('of %s lies in the 30 days before', (day) => {
    for (const { timestamp } of demoEvents(day)) {
      expect(timestamp < `${day}T00:00:00.000Z`).toBe(true);
      expect(Date.parse(`${day}T00:00:00.000Z`) - Date.parse(timestamp)).toBeLessThanOrEqual(30 * 86_400_000);
    }
  });

  test('the next day shares most events with it, and never an id with other content', () => {
    const known = new Map(events.map((event) => [event.event_id, event]));
    const shared = demoEvents('2026-11-24').filter((event) => known.has(event.event_id));
    expect(shared.length).toBeGreaterThan(events.length / 2);
    for (const event of shared) expect(event).toEqual(known.get(event.event_id));
  });

  test('tells of everybody, in all five families', () => {
    for (const person of demoPeople) expect(of(person).length, person.name).toBeGreaterThan(15);
    const families = new Set(events.map((event) => event.event_type.split('.')[1]));
    expect(families).toEqual(new Set(['economic', 'learning', 'social', 'system', 'work']));
    expect(events.length).toBeGreaterThan(1_500);
    expect(events.length).toBeLessThan(5_000);
  });

  test('every cause within the month is an earlier event of the same work or payment', () => {
    const at = new Map(events.map((event) => [event.event_id, event.timestamp]));
    const caused = events.filter((event) => at.has(event.causation_id ?? ''));
    expect(caused.length).toBeGreaterThan(50);
    for (const event of caused) expect((at.get(event.causation_id ?? '') ?? '') <= event.timestamp).toBe(true);
  });

  test('Elena has a streak of 30 days, that of Dmitri broke after 14', () => {
    expect(daysOf(learners.elena)).toHaveLength(30);
    expect(daysOf(learners.elena).at(-1)).toBe('2026-11-22');
    expect(daysOf(learners.dmitri).filter((day) => day >= '2026-11-05')).toEqual(
      Array.from({ length: 14 }, (_, day) => `2026-11-${String(5 + day).padStart(2, '0')}`),
    );
  });

  test('the days of Vera and Carlos are not those of UTC', () => {
    for (const person of [learners.vera, learners.carlos]) {
      const elsewhere = of(person).filter(
        (event) => dayIn(person.time_zone, Date.parse(event.timestamp)) !== event.timestamp.slice(0, 10),
      );
      expect(elsewhere.length, person.name).toBeGreaterThan(of(person).length / 2);
    }
    expect(daysOf(learners.vera).at(-1)).toBe(today);
  });

  test('the burnout and the robot are recent enough for a case at any time of the day', () => {
    const latestRun = Date.parse(`${today}T23:59:59.999Z`);
    const yesterday = of(workers.ivan).filter(
      (event) => dayIn('Europe/Moscow', Date.parse(event.timestamp)) === '2026-11-22',
    );
    const hours = new Set(yesterday.map((event) => hourIn('Europe/Moscow', Date.parse(event.timestamp))));
    expect(hours.size).toBe(17);
    for (const event of [...yesterday, ...of(robot)]) {
      expect(latestRun - Date.parse(event.timestamp)).toBeLessThan(48 * 3_600_000);
    }
    const instants = of(robot).map((event) => Date.parse(event.timestamp));
    expect(instants).toHaveLength(400);
    expect(new Set(instants.slice(1).map((instant, at) => instant - (instants[at] ?? 0)))).toEqual(new Set([9_000]));
  });
});
