import { describe, expect, it } from 'vitest';
import type { Json, JsonObject, RecordedEvent } from '../event.ts';
import { recordedEventFixture } from '../plugin/testing/recorded-event-fixture.ts';
import { FilterError } from './filter-error.ts';
import { compileTemplate, TemplateFault } from './transform-template.ts';

const eventOf = (payload: JsonObject): RecordedEvent => ({ ...recordedEventFixture(), payload: payload as never });
const event = eventOf({ score: 81.5, n: 3, name: 'Аня "A" 👍', tags: ['a', 'b'], nested: { x: null } });
const apply = (template: Json, given = event): Json => compileTemplate(template).apply(given);

function refusal(template: unknown): FilterError {
  try {
    compileTemplate(template);
  } catch (error) {
    if (error instanceof FilterError) return error;
    throw error;
  }
  throw new Error('The template was taken.');
}

function faultOf(template: Json, given = event): TemplateFault {
  const compiled = compileTemplate(template);
  try {
    compiled.apply(given);
  } catch (error) {
    if (error instanceof TemplateFault) return error;
    throw error;
  }
  throw new Error('The template had a result.');
}

describe('a template', () => {
  it('keeps what is no expression', () => {
    const template = { a: [1, true, null, 'text', '{ }', '}}'], '{{ key }}': {} };
    expect(apply(template)).toEqual(template);
    expect(apply('text')).toBe('text');
    expect(apply(null)).toBe(null);
  });

  it.each([
    ['{{ event.payload.score }}', 81.5],
    ['{{event.payload.n}}', 3],
    ['{{ event.payload.tags }}', ['a', 'b']],
    ['{{ event.payload.nested }}', { x: null }],
    ['{{ event.session_id }}', null],
    ['{{ event.payload.n > 2 }}', true],
    ['{{ size(event.payload.tags) }}', 2],
    ['{{ 3u }}', 3],
    ['{{ int(event.payload.score) + 1 }}', 82],
    ['{{ event.payload.tags.map(tag, tag + "!") }}', ['a!', 'b!']],
    ['{{ {"who": {"id": event.day}, "}}": "{{"} }}', { who: { id: '2026-05-04' }, '}}': '{{' }],
    ['{{ \'}}\' + r\'\\\' + """}}""" }}', '}}\\}}'],
    ['{{ {1: true, 2u: false} }}', { 1: true, 2: false }],
    ['{{ b"abc" }}', 'YWJj'],
    ['{{ timestamp(event.timestamp) }}', '2026-05-04T10:00:00Z'],
    ['{{ [duration("90s")] }}', ['90s']],
    ['{{ type(1) }}', 'int'],
    ['{{ has(event.payload.nothing) ? event.payload.nothing : "none" }}', 'none'],
  ])('%s', (text, expected) => {
    expect(apply(text)).toEqual(expected);
    expect(apply({ deep: [text] })).toEqual({ deep: [expected] });
  });

  it.each([
    ['Hello {{ event.payload.name }}!', 'Hello Аня "A" 👍!'],
    ['{{ event.payload.n }}/{{ event.payload.score }}', '3/81.5'],
    [' {{ event.payload.n }}', ' 3'],
    ['{{ event.session_id }} {{ event.payload.tags }}', 'null ["a","b"]'],
  ])('puts the text of values into %s', (text, expected) => {
    expect(apply(text)).toBe(expected);
  });

  it('gives the whole event, and of it only what subscribers see', () => {
    const extra = { ...event, secret: 1 } as RecordedEvent;
    expect(apply('{{ event }}', extra)).toEqual(event);
  });

  it('does not read values as templates, and makes keys of whatever is a key', () => {
    const hostile = eventOf(JSON.parse('{"text":"{{ event }}","o":{"__proto__":{"bad":1}}}'));
    expect(apply('{{ event.payload.text }} ok', hostile)).toBe('{{ event }} ok');
    const result = apply(JSON.parse('{"__proto__":"{{ event.payload.o }}"}'), hostile);
    expect(JSON.stringify(result)).toBe('{"__proto__":{"__proto__":{"bad":1}}}');
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
    expect(JSON.stringify(apply('{{ {"__proto__": {"a": 1}} }}'))).toBe('{"__proto__":{"a":1}}');
  });

  it('does not change the event', () => {
    const before = JSON.stringify(event);
    apply({ a: '{{ event.payload }}', b: '{{ event.payload.tags + ["c"] }}' });
    expect(JSON.stringify(event)).toBe(before);
  });
});

describe('what a template is refused for', () => {
  it('says where', () => {
    expect(refusal({ 'a/b': ['x', { '~': 'text {{ evnt.day }}' }] })).toMatchObject({
      pointer: '/a~1b/1/~0',
      offset: 8,
      message: expect.stringMatching(/"evnt" is not known/),
    });
    expect(refusal(['{{ event.day'])).toMatchObject({
      pointer: '/0',
      offset: 0,
      message: expect.stringMatching(/closed/),
    });
    expect(refusal('{{ }}')).toMatchObject({ pointer: '', message: expect.stringMatching(/empty/) });
    expect(refusal('{{ event.day } }').message).toMatch(/closed/);
    expect(refusal('{{ "}} ').message).toMatch(/closed/);
  });

  it.each([
    ['undefined', undefined, /JSON/],
    ['a function', () => 1, /JSON/],
    ['a big number', { a: 1n }, /JSON/],
    ['no number', [Number.NaN], /JSON/],
    ['a member without a value', { a: undefined }, /JSON/],
    ['its size', 'x'.repeat(16 * 1024), /too large/],
    ['its size in bytes', 'я'.repeat(9 * 1024), /too large/],
    ['its depth', JSON.parse(`${'['.repeat(40)}${']'.repeat(40)}`), /too deep/],
    ['a bottomless depth', JSON.parse(`${'['.repeat(8_000)}${']'.repeat(8_000)}`), /too deep|JSON|large/],
    ['too many expressions', Array(101).fill('{{ event.day }}'), /too many/],
    ['too many in one text', '{{ event.day }}'.repeat(101), /too many/],
    ['a long expression', `{{ ${'1 + '.repeat(600)}1 }}`, /too long/],
  ])('%s', (_, template, words) => {
    expect(refusal(template).message).toMatch(words);
  });

  it('a circle', () => {
    const circle: unknown[] = [];
    circle.push(circle);
    expect(refusal(circle).message).toMatch(/JSON/);
  });
});

describe('a fault', () => {
  it.each([
    ['{{ event.payload.nothing }}', /not found/, true],
    ['{{ event.payload.tags[7] }}', /out of bounds/, true],
    ['{{ event.payload.n + "a" }}', /no matching overload/, false],
    ['{{ 9007199254740993 }}', /too large for a JSON number/, false],
    ['{{ 1.0 / 0.0 }}', /cannot be written in JSON/, false],
  ])('%s', (text, words, missingKey) => {
    expect(faultOf({ a: [text] })).toMatchObject({
      pointer: '/a/0',
      message: expect.stringMatching(words),
      missingKey,
    });
    expect(faultOf({ a: [`text ${text}`] })).toMatchObject({ pointer: '/a/0' });
  });

  it('names a result that is too large before it is made', () => {
    const large = eventOf({ text: 'x'.repeat(200_000) });
    expect(apply(['{{ event.payload.text }}'], large)).toHaveLength(1);
    expect(faultOf(Array(100).fill('{{ event.payload.text }}'), large)).toMatchObject({ pointer: '/1' });
    expect(faultOf('{{ event.payload.text + event.payload.text }}', large).message).toMatch(/256 KiB/);
  });

  it('counts the work of all expressions together', () => {
    const list = Array.from({ length: 1_000 }, (_, at) => at);
    const heavy = '{{ event.payload.list.exists(x, event.payload.text.contains("b")) }}';
    const given = eventOf({ list, text: 'a'.repeat(500) });
    expect(apply([heavy, heavy], given)).toEqual([false, false]);
    expect(faultOf(Array(50).fill(heavy), given)).toMatchObject({
      pointer: '/2',
      message: expect.stringMatching(/work/),
    });
    expect(apply([heavy, heavy], given)).toEqual([false, false]);
  });

  it('counts whole lists that are compared', () => {
    const items = () => Array.from({ length: 20_000 }, (_, at) => [at]);
    const equal = '{{ event.payload.left == event.payload.right }}';
    const given = eventOf({ left: items(), right: items() });
    expect(apply(equal, given)).toBe(true);
    expect(faultOf(Array(100).fill(equal), given).message).toMatch(/too much work/);
  });

  it('is given for a value too deep to be written', () => {
    const deep = eventOf({ deep: JSON.parse(`${'['.repeat(9_000)}${']'.repeat(9_000)}`) });
    expect(faultOf(['{{ event.payload.deep }}'], deep)).toMatchObject({ pointer: '/0' });
  });
});
