import { describe, expect, it } from 'vitest';
import type { WindowKind } from './manifest.ts';
import { recordedEventFixture } from './testing/recorded-event-fixture.ts';
import { windowsOf } from './windows-of.ts';

const inNewYork = (timestamp: string, more = {}) =>
  recordedEventFixture({ timestamp, time_zone: 'America/New_York', ...more });
const startsOf = (kind: WindowKind, event: ReturnType<typeof inNewYork>) =>
  windowsOf(kind, event).map((window) => window.start);

describe('calendar windows', () => {
  it('are cut in the zone of the event', () => {
    // Sunday evening there, Monday in UTC.
    const event = inNewYork('2026-06-01T03:30:00.000Z');
    expect(windowsOf('all', event)).toEqual([{ kind: 'all', start: '' }]);
    expect(startsOf('hourly', event)).toEqual(['2026-05-31T23-04:00']);
    expect(startsOf('daily', event)).toEqual(['2026-05-31']);
    expect(startsOf('weekly', event)).toEqual(['2026-05-25']);
    expect(startsOf('monthly', event)).toEqual(['2026-05-01']);
  });

  it('keep the hour that repeats in autumn apart', () => {
    expect(startsOf('hourly', inNewYork('2026-11-01T05:30:00.000Z'))).toEqual(['2026-11-01T01-04:00']);
    expect(startsOf('hourly', inNewYork('2026-11-01T06:30:00.000Z'))).toEqual(['2026-11-01T01-05:00']);
  });

  it('trust the day that was fixed at recording', () => {
    const event = inNewYork('2026-06-01T03:30:00.000Z', { day: '2026-06-01' });
    expect(startsOf('daily', event)).toEqual(['2026-06-01']);
  });
});

describe('other windows', () => {
  const event = inNewYork('2026-10-25T00:40:00.000Z', { session_id: '11111111-1111-5111-8111-111111111111' });

  it.each([
    ['session', ['11111111-1111-5111-8111-111111111111']],
    ['tumbling:15m', ['2026-10-25T00:30:00.000Z']],
    ['tumbling:7d', ['2026-10-22T00:00:00.000Z']],
    ['sliding:1h/20m', ['2026-10-25T00:40:00.000Z', '2026-10-25T00:20:00.000Z', '2026-10-25T00:00:00.000Z']],
  ] as const)('%s', (kind, starts) => {
    expect(startsOf(kind, event)).toEqual(starts);
  });

  it('leave out an event without a session', () => {
    expect(startsOf('session', inNewYork('2026-10-25T00:40:00.000Z', { session_id: null }))).toEqual([]);
  });
});
