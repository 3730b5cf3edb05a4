import { describe, expect, it } from 'vitest';
import type { IngestRequest } from '../ingest-request.ts';
import { prepareEvent } from '../prepare-event.ts';
import type { SchemaLookup } from '../schema-lookup.ts';
import { arrivalFixture, ingestRequestFixture } from '../testing/arrival-fixture.ts';
import { sentEventFixture } from '../testing/sent-event-fixture.ts';

type Given = Parameters<typeof arrivalFixture>[0];

function eventOf(given: Readonly<Record<string, unknown>>, arrival: Given = {}) {
  const prepared = prepareEvent(sentEventFixture(given), arrivalFixture(arrival));
  if ('fault' in prepared) throw new Error(`${prepared.fault.code}: ${prepared.fault.detail}`);
  return { ...prepared.event, context: JSON.parse(prepared.event.context) as unknown };
}

function faultOf(given: Readonly<Record<string, unknown>>, arrival: Given = {}) {
  const prepared = prepareEvent(sentEventFixture(given), arrivalFixture(arrival));
  return 'fault' in prepared ? prepared.fault : undefined;
}

const lms: Partial<IngestRequest> = {
  publisher: { keyId: 'k1', source: 'lms', allows: (type) => type.startsWith('activity.learning.') },
};

describe('the source', () => {
  it('is the key’s when the event says none, and the digest is the same as if it had', () => {
    const silent = eventOf({ source_system: undefined, event_id: 'a' }, { request: lms });
    const said = eventOf({ source_system: 'lms', event_id: 'a' }, { request: lms });
    expect(silent).toMatchObject({ source_system: 'lms', context: { surface: 'rest', key_id: 'k1' } });
    expect(silent.canonical).toBe(said.canonical);
  });

  it('cannot be another one’s, and cannot be left out where the key names none', () => {
    expect(faultOf({ source_system: 'crm' }, { request: lms })).toMatchObject({
      code: 'source_not_allowed',
      pointer: '/source_system',
    });
    expect(faultOf({ source_system: undefined })).toMatchObject({ code: 'invalid_event', pointer: '/source_system' });
  });
});

describe('the scope of the key', () => {
  it('refuses a type outside of it', () => {
    expect(faultOf({ event_type: 'economic.earned', payload: {} }, { request: lms })).toMatchObject({
      code: 'event_type_not_allowed',
      pointer: '/event_type',
    });
  });
});

describe('the clock', () => {
  it.each([
    ['2026-11-23T09:59:57.400Z', 3_000],
    ['2026-11-23T10:00:10.000Z', -10_000],
    ['2026-11-23T09:59:59.800Z', undefined],
    ['2020-01-01T00:00:00.000Z', 24 * 60 * 60 * 1000],
  ])('marks what was sent at %s, and leaves the time of the event alone', (sentAt, skew) => {
    const event = eventOf({ timestamp: '2026-11-23T09:00:00.000Z' }, { request: { sentAt } });
    expect(event).toMatchObject({ timestamp: '2026-11-23T09:00:00.000Z', sent_at: sentAt });
    expect((event.context as { clock_skew_ms?: number }).clock_skew_ms).toBe(skew);
  });

  it('marks an event that lies a little ahead', () => {
    expect(eventOf({ timestamp: '2026-11-23T10:02:00.000Z' }).context).toMatchObject({ clock_ahead_ms: 120_000 });
  });

  it('fills a missing time where the format allows it, and leaves it out of the digest', () => {
    const request = ingestRequestFixture({ format: 'cloudevents' });
    const given = sentEventFixture({ timestamp: undefined, event_id: 'a' });
    const texts = [0, 60_000].map((later) => {
      const prepared = prepareEvent(given, arrivalFixture({ request }, Date.parse('2026-11-23T10:00:00Z') + later));
      return 'event' in prepared ? [prepared.event.timestamp, prepared.event.canonical] : [prepared.fault];
    });
    expect(texts[0]?.[0]).toBe('2026-11-23T10:00:00.000Z');
    expect(texts[0]?.[1]).toBe(texts[1]?.[1]);
    expect(faultOf({ timestamp: undefined })).toMatchObject({ code: 'invalid_event', pointer: '/timestamp' });
  });
});

describe('the schema', () => {
  const schemas: SchemaLookup = {
    find(eventType) {
      if (eventType === 'activity.learning.old') return { kind: 'redirect', event_type: 'activity.learning.new' };
      if (eventType === 'activity.learning.loop') return { kind: 'redirect', event_type: 'activity.learning.old' };
      if (eventType === 'activity.learning.new') return { kind: 'validate', validate: () => undefined };
      const fault = { code: 'unknown_event_type', pointer: '/event_type', detail: 'unknown' } as const;
      return { kind: 'unknown', fault, keep: eventType === 'activity.learning.wild' };
    },
  };

  it('redirects to the successor; what the producer said stays in the digest and the context', () => {
    const event = eventOf({ event_type: 'learning.old' }, { schemas });
    expect(event).toMatchObject({
      event_type: 'activity.learning.new',
      context: { redirected_from: 'activity.learning.old' },
    });
    expect(event.canonical).toContain('activity.learning.old');
    expect(faultOf({ event_type: 'learning.loop' }, { schemas })).toMatchObject({ code: 'unknown_event_type' });
  });

  it('of an unknown type is refused or kept and marked, as the policy says', () => {
    expect(faultOf({ event_type: 'learning.strange' }, { schemas })).toMatchObject({ code: 'unknown_event_type' });
    expect(eventOf({ event_type: 'learning.wild' }, { schemas }).context).toMatchObject({ unvalidated: true });
  });
});

describe('the identity', () => {
  const identity = {
    prepare: async () => {},
    zoneOf: () => 'Asia/Vladivostok',
    contextOf: () => ({ cohorts: ['a'] }),
  };

  it('gives the zone and the groups of the person, unless the event names a zone', () => {
    const timestamp = '2026-06-01T20:00:00.000Z';
    expect(eventOf({ timestamp }, { identity })).toMatchObject({
      time_zone: 'Asia/Vladivostok',
      day: '2026-06-02',
      context: { user: { cohorts: ['a'] } },
    });
    expect(eventOf({ timestamp, metadata: { time_zone: 'UTC' } }, { identity })).toMatchObject({ day: '2026-06-01' });
    expect(eventOf({ timestamp, user_id: null }, { identity })).toMatchObject({ time_zone: 'UTC' });
  });
});

describe('the trace', () => {
  const own = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

  it('is the event’s own before that of the request, if it is one', () => {
    const request = { traceParent: own.replace('4bf9', '5bf9') };
    expect(eventOf({}, { request }).context).toMatchObject({ trace_parent: request.traceParent });
    expect(eventOf({ metadata: { traceparent: own } }, { request }).context).toMatchObject({ trace_parent: own });
    expect(eventOf({ metadata: { traceparent: 'x' } }).context).not.toHaveProperty('trace_parent');
  });
});
