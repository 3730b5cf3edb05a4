import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RecordedEvent } from '../event.ts';
import { recordedEventFixture } from '../plugin/testing/recorded-event-fixture.ts';
import { compileFilter } from './compile-filter.ts';
import { FilterError } from './filter-error.ts';
import { elapsedMs, fault, verdict, withPayload } from './testing/filter-fixtures.ts';

const parsedPayload = (json: string): RecordedEvent => recordedEventFixture({ payload: JSON.parse(json) });
function refusal(text: string): FilterError {
  try {
    compileFilter(text);
  } catch (error) {
    if (error instanceof FilterError) return error;
    throw error;
  }
  throw new Error(`"${text}" was taken.`);
}

describe('what a filter says', () => {
  it.each([
    ['event.event_type == "activity.learning.lesson_completed"', 'match'],
    ['event.payload.score > 80', 'match'],
    ['event.payload.score > 80.5', 'match'],
    ['event.payload.score <= 80', 'no_match'],
    ['event.payload.n == 3', 'match'],
    ['event.payload.n == 3.0', 'match'],
    ['event.payload.n == 3u', 'match'],
    ['event.payload.n in [1, 2, 3]', 'match'],
    ['event.payload["course id"] == "алгебра"', 'match'],
    ['event.payload.tags[1] == "b"', 'match'],
    ['"b" in event.payload.tags', 'match'],
    ['"score" in event.payload', 'match'],
    ['event.source_system.startsWith("lm") && event.payload.text.contains("👍")', 'match'],
    ['size(event.payload.text) == 4', 'match'],
    ['has(event.payload.score) && !has(event.payload.nothing)', 'match'],
    ['event.session_id == null && !has(event.session_id)', 'match'],
    ['timestamp(event.timestamp) > timestamp("2026-01-01T00:00:00Z")', 'match'],
    ['timestamp(event.recorded_at) - timestamp(event.timestamp) < duration("1h")', 'match'],
    ['event.payload.tags.exists(tag, tag.startsWith("b"))', 'match'],
    ['event.payload.tags.filter(tag, tag != "a").map(tag, tag + "!") == ["b!"]', 'match'],
    ['event.payload.items.all(item, item.done == true)', 'no_match'],
    ['event.payload.deep == {"a": [1, {"b": null}]}', 'match'],
    ['event.payload.score > 80 ? true : event.payload.nothing', 'match'],
  ])('%s: %s', (text, expected) => {
    const payload = {
      score: 81,
      n: 3,
      'course id': 'алгебра',
      text: 'да👍!',
      tags: ['a', 'b'],
      items: [{ done: true }, { done: false }],
      deep: { a: [1, { b: null }] },
    };
    expect(verdict(text, payload)).toBe(expected);
  });

  it('tells a missing key and a missing element apart from no match', () => {
    expect(verdict('event.payload.nothing == 3')).toBe('missing_key');
    expect(verdict('event.payload.a.b.c == 3', { a: { b: 5 } })).toBe('missing_key');
    expect(verdict('event.payload.list[2] == 3', { list: [1] })).toBe('missing_key');
    expect(verdict('event.payload.nothing == 3 || true')).toBe('match');
    expect(verdict('event.payload.nothing == 3 && false')).toBe('no_match');
  });

  it.each([
    ['event.payload.n', /true or false, not double/],
    ['1 + 1', /true or false, not int/],
    ['"true"', /true or false, not string/],
    ['event', /true or false, not map/],
    ['event.payload.n > "3"', /no matching overload/],
    ['!event.payload.n', /no matching overload/],
    ['1 / 0 == 1', /divi/],
    ['9223372036854775807 + 1 > 0', /overflow|range/],
    ['timestamp(event.event_type) == timestamp(event.timestamp)', /timestamp/],
  ])('%s is a fault', (text, words) => {
    expect(verdict(text, { n: 3 })).toEqual(fault(words));
  });

  it('keeps a fault short even when it quotes the payload', () => {
    const answer = verdict('bool(event.payload.text)', { text: 'x'.repeat(100_000) });
    expect(answer).toEqual({ fault: expect.stringMatching(/^Unable to convert .{1,200}…$/) });
  });

  it('can be asked again and for other events', () => {
    const filter = compileFilter('event.payload.n == 3');
    expect([3, 4, 3].map((n) => filter.matches(withPayload({ n })))).toEqual(['match', 'no_match', 'match']);
  });
});

describe('keys that every object inherits', () => {
  it('cannot be reached on the event', () => {
    for (const key of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      expect(refusal(`event.${key} == 1`).message).toContain(`no field "${key}"`);
      expect(refusal(`event["${key}"] == 1`).message).toContain(`no field "${key}"`);
      expect(refusal(`${key} == 1`).message).toContain(`"${key}" is not known`);
    }
  });

  it('are missing in a payload', () => {
    for (const key of ['__proto__', 'constructor', 'toString']) {
      expect(verdict(`event.payload.${key} == 1`)).toBe('missing_key');
      expect(verdict(`event.payload.${key}.name == "Object"`)).toBe('missing_key');
      expect(verdict(`has(event.payload.${key}) || "${key}" in event.payload`)).toBe('no_match');
      expect(verdict(`event[event.payload.key] == 1`, { key })).toBe('missing_key');
    }
  });

  it('are there when the payload has them', () => {
    const event = parsedPayload('{"a":{"__proto__":1,"constructor":{"name":"x"},"toString":2},"constructor":null}');
    expect(compileFilter('event.payload.a.__proto__ == 1').matches(event)).toBe('match');
    expect(compileFilter('event.payload.a.constructor.name == "x"').matches(event)).toBe('match');
    expect(compileFilter('event.payload.constructor == null').matches(event)).toBe('match');
    expect(compileFilter('size(event.payload.a) == 3').matches(event)).toBe('match');
  });

  it('a payload cannot pass for a message', () => {
    const event = parsedPayload('{"m":{"$typeName":"google.protobuf.Int32Value","value":5}}');
    expect(compileFilter('event.payload.m.value == 5').matches(event)).toBe('match');
    expect(compileFilter('event.payload.m == 5').matches(event)).toBe('no_match');
  });
});

describe('what is refused', () => {
  it.each([
    ['', /empty/],
    ['   ', /empty/],
    ['event.payload.a ==== 3', /not complete CEL/],
    ['event.payload.a == "x', /not complete CEL/],
    ['event.payload.in == 3', /reserved/],
    ['evnt.payload.a == 3', /"evnt" is not known: did you mean event\?/],
    ['payload.a == 3', /"payload" is not known: did you mean event\.payload\?/],
    ['event.source == "lms"', /no field "source": did you mean event\.source_system\?/],
    ['event.paylod.a == 3', /did you mean event\.payload\?/],
    ['event.event_type.startWith("a")', /"startWith" is not known: did you mean startsWith\?/],
    ['startsWith(event.event_type, "a")', /value\.startsWith\(a\)/],
    ['event.event_type.startsWith("a", "b")', /value\.startsWith\(a\)/],
    ['has(event)', /has\(\) takes one field/],
    ['event.payload.items.exists(true)', /macro "exists" is written like/],
    ['event.payload.a.exists(x, event.payload.b.exists(y, x == y))', /macro cannot stand inside another/],
    ['event.payload.a.exists(event, event == 1)', /cannot be called "event"/],
    ['event.payload.a.exists(x, z == 1)', /"z" is not known/],
    ['event.payload.a.exists(x, x == 1) && x', /"x" is not known/],
    ['google.protobuf.Value{} == null', /cannot be made here/],
    ['event.payload.a.matches(event.payload.b)', /must be a text in quotes/],
    ['event.payload.a.matches("(?=a)")', /not RE2/],
    ['event.payload.a == 99999999999999999999', /64 bits/],
    ['@charged(event)', /not complete CEL/],
    ['require("fs")', /"require" is not known/],
    ['event.payload.a == 1; process.exit()', /not complete CEL/],
    ["event.payload.a == 1' OR '1'='1", /not complete CEL/],
    ['event.constructor.constructor("return 1")()', /not complete CEL|no field/],
  ])('%s', (text, words) => {
    expect(refusal(text).message).toMatch(words);
  });

  it('any text is taken or refused, and whatever was taken gives a verdict', () => {
    const words = [
      'event',
      '.payload',
      '.a',
      '["a"]',
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      '==',
      '&&',
      '||',
      '?',
      ':',
      ',',
      '!',
      '-',
    ];
    const more = [
      '1',
      '"x"',
      'b"x"',
      'null',
      '3u',
      '1.5',
      '.exists(x, ',
      '.map(x, ',
      'x',
      'has(',
      'size(',
      ' in ',
      'timestamp(',
    ];
    const text = fc.oneof(
      {
        weight: 4,
        arbitrary: fc.array(fc.constantFrom(...words, ...more), { maxLength: 12 }).map((parts) => parts.join('')),
      },
      { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
    );
    const event = withPayload({ a: [1, 'x', { a: null }] });
    fc.assert(
      fc.property(text, (given) => {
        try {
          const verdict = compileFilter(given).matches(event);
          expect(typeof verdict === 'string' || typeof verdict.fault === 'string').toBe(true);
        } catch (error) {
          if (!(error instanceof FilterError)) throw error;
          expect(error.message).not.toBe('');
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it('says where', () => {
    expect(refusal('event.payload.a == 1 && evnt.b').offset).toBe(24);
    expect(refusal('event.payload.a ===').offset).toEqual(expect.any(Number));
  });

  it.each([
    ['a long text', `event.payload.a == "${'x'.repeat(2_000)}"`, /too long/],
    ['many parts', Array(150).fill('event.day').join('+'), /too (large|deep)/],
    ['a wide list', `event.payload.a in [${Array(250).fill('1').join(',')}]`, /too large/],
    ['brackets', `${'('.repeat(990)}true${')'.repeat(990)}`, /too deep/],
    ['lists', `${'['.repeat(30)}${']'.repeat(30)} == []`, /too deep/],
    ['open lists', '['.repeat(2_000), /too deep/],
    ['a long path', `event.payload${'.a'.repeat(30)} == 1`, /too deep/],
    ['macros in macros', `${'event.payload.a.map(x, '.repeat(80)}x${')'.repeat(80)}`, /macro|deep/],
  ])('%s', (_, text, words) => {
    expect(elapsedMs(() => expect(refusal(text).message).toMatch(words))).toBeLessThan(1_000);
  });
});
