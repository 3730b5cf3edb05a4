import { describe, expect, it } from 'vitest';
import { eventIdOf } from '../normalise-event.ts';
import { cloudEventAdapter } from './cloud-event-adapter.ts';
import { cloudEventOfHeaders, decodeHeaderValue } from './cloud-event-of-headers.ts';

const uuid = '13b4060b-d8a4-5208-9474-495da324f82e';
const event = {
  specversion: '1.0',
  id: 'evt 1',
  source: 'https://lms.example.org/courses',
  type: 'learning.lesson_completed',
  time: '2026-06-01T10:00:00Z',
  data: { lesson_id: 'l1' },
};
const adapt = cloudEventAdapter({ source: 'lms' });

function eventOf(given: Record<string, unknown> = {}): Readonly<Record<string, unknown>> {
  const answer = adapt({ ...event, ...given });
  if ('fault' in answer) throw new Error(answer.fault.detail);
  return answer.event;
}

function faultOf(given: Record<string, unknown>): unknown {
  const answer = adapt({ ...event, ...given });
  return 'fault' in answer ? [answer.fault.code, answer.fault.pointer] : answer;
}

describe('a CloudEvent', () => {
  it('has the id of its source and id, or its UUID', () => {
    expect(eventOf()['event_id']).toBe('https://lms.example.org/courses evt 1');
    expect(eventOf({ id: uuid })['event_id']).toBe(uuid);
    expect(String(eventOf({ id: 'x'.repeat(300) })['event_id'])).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it('has the version that is named, and 1.0.0 otherwise', () => {
    const schema = 'https://hub.example/schemas/activity.learning.lesson_completed';
    expect(eventOf()['event_version']).toBe('1.0.0');
    expect(eventOf({ dataschema: `${schema}/1.2.0` })['event_version']).toBe('1.2.0');
    expect(eventOf({ dataschema: `${schema}/1.2.0.json` })['event_version']).toBe('1.2.0');
    expect(eventOf({ dataschema: `${schema}/1.2.0`, eventversion: '2.0.0' })['event_version']).toBe('2.0.0');
    expect(eventOf({ dataschema: schema })['event_version']).toBe('1.0.0');
  });

  it('names the person by userid, or by a subject that is a UUID', () => {
    expect(eventOf({ subject: uuid })).toMatchObject({ user_id: uuid });
    expect(eventOf({ subject: 'lesson 1' })).toMatchObject({ metadata: { subject: 'lesson 1' } });
    expect(eventOf({ subject: 'lesson 1' })).not.toHaveProperty('user_id');
    expect(eventOf({ subject: uuid, userid: '42' })).toMatchObject({ metadata: { subject: uuid } });
    expect(eventOf({ userid: '42' })['user_id']).not.toBe(
      'event' in cloudEventAdapter({ source: 'crm' })({ ...event, userid: '42' }) ? uuid : '',
    );
  });

  it('points to its cause as the cause was recorded', () => {
    const cause = eventOf({ id: 'evt 0' });
    expect(eventOf({ causationid: 'evt 0' })['causation_id']).toBe(eventIdOf('lms', String(cause['event_id'])));
    expect(eventOf({ causationid: uuid })['causation_id']).toBe(uuid);
  });

  it('keeps every other extension as text, so that both modes give the same event', () => {
    const metadata = { cloudevents_source: event.source, attempt: '2', trusted: 'true', time_zone: 'Europe/Moscow' };
    expect(eventOf({ attempt: 2, trusted: true, timezone: 'Europe/Moscow', empty: null })['metadata']).toEqual(
      metadata,
    );
  });

  it.each([
    [{ specversion: '0.3' }, 'unsupported_version', '/specversion'],
    [{ specversion: undefined, id: undefined }, 'unsupported_version', '/specversion'],
    [{ id: '' }, 'invalid_event', '/id'],
    [{ source: null }, 'invalid_event', '/source'],
    [{ type: undefined }, 'invalid_event', '/type'],
    [{ User_Id: 'x' }, 'unknown_field', '/User_Id'],
    [{ extra: { a: 1 } }, 'invalid_event', '/extra'],
    [{ data: undefined, data_base64: 'AA==' }, 'unsupported_data', '/data_base64'],
    [{ data: '<a/>', datacontenttype: 'text/xml' }, 'unsupported_data', '/datacontenttype'],
    [{ data: [1] }, 'unsupported_data', '/data'],
    [{ data: 'text' }, 'unsupported_data', '/data'],
  ])('is refused with %j', (given, code, pointer) => {
    const sent = Object.fromEntries(Object.entries({ ...event, ...given }).filter(([, value]) => value !== undefined));
    const answer = adapt(sent);
    expect('fault' in answer ? [answer.fault.code, answer.fault.pointer] : answer).toEqual([code, pointer]);
  });

  it('without data has an empty payload, and any JSON media type is JSON', () => {
    expect(eventOf({ data: null })['payload']).toEqual({});
    expect(eventOf({ datacontenttype: 'application/vnd.lesson+json; charset=utf-8' })['payload']).toEqual(event.data);
    expect(faultOf({ datacontenttype: 'application/jsonish' })).toEqual(['unsupported_data', '/datacontenttype']);
  });
});

describe('binary mode', () => {
  const headers = {
    'content-type': ['application/json'],
    'ce-specversion': ['1.0'],
    'ce-id': ['evt%201'],
    'ce-source': [event.source],
    'ce-type': [event.type],
    'ce-time': [event.time],
    host: ['localhost'],
  };

  it('is the same event as structured mode', () => {
    const { body, fault } = cloudEventOfHeaders(headers, Buffer.from('{"lesson_id":"l1"}'));
    expect(fault).toBeUndefined();
    expect(JSON.parse(body.toString())).toEqual({ ...event, datacontenttype: 'application/json' });
    expect(adapt(JSON.parse(body.toString()))).toEqual(adapt(event));
  });

  it('takes no attributes out of the body', () => {
    const { body, fault } = cloudEventOfHeaders(headers, Buffer.from('{},"userid":"mallory"'));
    expect(fault).toMatchObject({ code: 'malformed_json', pointer: '/data' });
    expect(JSON.parse(body.toString())).not.toHaveProperty('userid');
  });

  it('refuses an attribute that is sent twice', () => {
    const { fault } = cloudEventOfHeaders({ ...headers, 'ce-id': ['1', '2'] }, Buffer.from('{}'));
    expect(fault).toMatchObject({ code: 'duplicate_key', pointer: '/id' });
  });

  it.each([
    ['plain', 'plain'],
    ['Euro%20%E2%82%AC%20%F0%9F%98%80', 'Euro € 😀'],
    ['"quoted \\"text\\""', 'quoted "text"'],
    ['100%', '100%'],
    ['%zz', '%zz'],
    [Buffer.from('Привет').toString('latin1'), 'Привет'],
    ['%C3', undefined],
    ['%25', '%'],
  ])('reads the header value %j as %j', (sent, text) => {
    expect(decodeHeaderValue(sent)).toBe(text);
  });
});
