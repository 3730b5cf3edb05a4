import { describe, expect, it } from 'vitest';
import { bytesOf, decodeBody } from './decode-body.ts';

function eventsOf(body: Buffer | string, shape: 'single' | 'batch' = 'batch') {
  const decoded = decodeBody(Buffer.from(body), shape);
  if ('fault' in decoded) throw new Error(decoded.fault.code);
  return decoded.events;
}

function bodyFault(body: Buffer | string, shape: 'single' | 'batch' = 'batch') {
  const decoded = decodeBody(Buffer.from(body), shape);
  return 'fault' in decoded ? decoded.fault : undefined;
}

describe('decodeBody', () => {
  it('takes an array and an object with events, each with its pointers', () => {
    expect(eventsOf('[{"a":1},2]').map(({ value, pointer }) => [value, pointer])).toEqual([
      [{ a: 1 }, '/0'],
      [2, '/1'],
    ]);
    expect(eventsOf('{"events":[{"a":1}]}').map(({ value, pointer }) => [value, pointer])).toEqual([
      [{ a: 1 }, '/events/0'],
    ]);
    expect(eventsOf('{"a":1}', 'single').map(({ value, pointer }) => [value, pointer])).toEqual([[{ a: 1 }, '']]);
    expect(eventsOf('[]')).toEqual([]);
  });

  it('keeps the bytes of every event as they were sent', () => {
    const events = eventsOf('[ {"b" : 1.0, "a":"\\u0041"} ,\n"привет"]');
    expect(events.map((event) => bytesOf(event).toString())).toEqual(['{"b" : 1.0, "a":"\\u0041"}', '"привет"']);
  });

  it('pins a fault to its event and lets the others pass', () => {
    const events = eventsOf('[{"a":1},{"a":"\\u0000"},{"a":12345678901234567890},{"__proto__":1}]');
    expect(events.map((event) => event.fault?.code)).toEqual([
      undefined,
      'nul_character',
      'number_out_of_range',
      'forbidden_key',
    ]);
    expect(events[2]?.fault?.pointer).toBe('/a');
  });

  it('pins invalid UTF-8 to its event', () => {
    const body = Buffer.concat([Buffer.from('[{"a":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"},{"a":"ok"}]')]);
    expect(eventsOf(body).map((event) => event.fault?.code)).toEqual(['invalid_utf8', undefined]);
  });

  it('pins an event that is too large', () => {
    const events = eventsOf(JSON.stringify([{ a: 'x'.repeat(300_000) }, { a: 1 }]));
    expect(events.map((event) => event.fault?.code)).toEqual(['event_too_large', undefined]);
  });

  it.each([
    ['', 'empty_body', ''],
    ['{"a":1', 'malformed_json', ''],
    ['{"events":1}', 'not_a_batch', ''],
    ['{"events":[],"more":1}', 'not_a_batch', ''],
    ['17', 'not_a_batch', ''],
    ['{"events":[],"events":[]}', 'duplicate_key', '/events'],
    [`[${'1,'.repeat(5_000)}1]`, 'batch_too_large', ''],
    ['['.repeat(100_000), 'too_deep', ''],
    ['\ufeff[]', 'malformed_json', ''],
  ])('refuses the whole of %.20s as %s', (body, code, pointer) => {
    expect(bodyFault(body)).toMatchObject({ code, pointer });
  });

  it('refuses a body that is neither UTF-8 nor JSON', () => {
    expect(bodyFault(Buffer.from([0xff, 0xfe, 0x7b]))?.code).toBe('invalid_utf8');
  });

  it('does not choke on deep but closed nesting', () => {
    expect(eventsOf(`[${'['.repeat(200_000)}${']'.repeat(200_000)}]`)).toHaveLength(1);
  });
});
