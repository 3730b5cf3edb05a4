import { recordedEventFixture } from '@activity-hub/contracts/plugin/testing/recorded-event-fixture';
import { expect, it } from 'vitest';
import { windowOf } from './window-of.ts';

const inNewYork = (timestamp: string) => recordedEventFixture({ timestamp, time_zone: 'America/New_York' });

it('cuts calendar windows in the zone of the event', () => {
  // Sunday evening there, Monday in UTC.
  const event = inNewYork('2026-06-01T03:30:00.000Z');
  expect(windowOf('all', event)).toEqual({ kind: 'all', start: '' });
  expect(windowOf('hourly', event).start).toBe('2026-05-31T23-04:00');
  expect(windowOf('daily', event).start).toBe('2026-05-31');
  expect(windowOf('weekly', event).start).toBe('2026-05-25');
  expect(windowOf('monthly', event).start).toBe('2026-05-01');
});

it('keeps the hour that repeats in autumn apart', () => {
  expect(windowOf('hourly', inNewYork('2026-11-01T05:30:00.000Z')).start).toBe('2026-11-01T01-04:00');
  expect(windowOf('hourly', inNewYork('2026-11-01T06:30:00.000Z')).start).toBe('2026-11-01T01-05:00');
});

it('trusts the day that was fixed at recording', () => {
  expect(windowOf('daily', { ...inNewYork('2026-06-01T03:30:00.000Z'), day: '2026-06-01' }).start).toBe('2026-06-01');
});
