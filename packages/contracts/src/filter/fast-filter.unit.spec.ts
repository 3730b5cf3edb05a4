import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RecordedEvent } from '../event.ts';
import { recordedEventFixture } from '../plugin/testing/recorded-event-fixture.ts';
import { compileExpression } from './compile-expression.ts';
import { compileFilter } from './compile-filter.ts';
import { fastFilter } from './fast-filter.ts';
import { FilterError } from './filter-error.ts';
import { type FilterVerdict, verdictOf } from './filter-verdict.ts';

const keys = ['a', 'b', 'c d', '__proto__', 'constructor', 'size'];
const texts = ['', 'a', 'ab', 'b', 'abc', 'да👍', '__proto__', '\ud83d\udc4d'];
const numbers = [0, -0, 1, 3, -5, 3.5, 1e21, 2 ** 53, Number.MAX_SAFE_INTEGER, -1];

const scalar = fc.oneof(fc.constantFrom(...texts), fc.constantFrom(...numbers), fc.boolean(), fc.constant(null));
/** JSON.parse makes own keys out of all of them. */
const payload = fc
  .letrec((tie) => ({
    value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, scalar, tie('list'), tie('object')),
    list: fc
      .array(tie('value'), { maxLength: 4 })
      .map((items) => `[${items.map(jsonText).join(',')}]`)
      .map(raw),
    object: fc
      .dictionary(fc.constantFrom(...keys), tie('value'), { maxKeys: 5, noNullPrototype: true })
      .map(
        (object) =>
          `{${Object.entries(object)
            .map(([key, value]) => `${JSON.stringify(key)}:${jsonText(value)}`)
            .join(',')}}`,
      )
      .map(raw),
  }))
  .object.map((json) => JSON.parse(jsonText(json)));

interface RawJson {
  readonly rawJson: string;
}
function raw(rawJson: string): RawJson {
  return { rawJson };
}
function jsonText(value: unknown): string {
  return typeof value === 'object' && value !== null ? (value as RawJson).rawJson : JSON.stringify(value);
}

const literal = fc.oneof(
  fc.constantFrom(...texts).map((text) => JSON.stringify(text)),
  fc.constantFrom('0', '1', '3', '-5', '3.0', '3.5', '3u', '9007199254740992', '9007199254740993', '1e21', '-0.0'),
  fc.constantFrom('true', 'false', 'null'),
);
const step = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom('.a', '.b', '["c d"]', '.__proto__', '["constructor"]', '.size') },
  { weight: 1, arbitrary: fc.constantFrom('[0]', '[event.day]') },
);
const path = fc.oneof(
  fc.array(step, { minLength: 1, maxLength: 3 }).map((steps) => `event.payload${steps.join('')}`),
  fc.constantFrom('event.payload', 'event.user_id', 'event.session_id', 'event["event_type"]', 'event.day'),
);
const expression = fc.letrec<{ node: string; value: string }>((tie) => ({
  value: fc.oneof(
    path,
    path,
    literal,
    path.map((text) => `size(${text})`),
    fc.constant('event.payload.a + 1'),
  ),
  node: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc
      .tuple(tie('value'), fc.constantFrom('==', '!=', '<', '<=', '>', '>='), tie('value'))
      .map((parts) => parts.join(' ')),
    fc
      .tuple(tie('value'), fc.array(literal, { maxLength: 4 }))
      .map(([text, list]) => `${text} in [${list.join(', ')}]`),
    fc.tuple(tie('value'), path).map(([text, list]) => `${text} in ${list}`),
    fc
      .tuple(path, fc.constantFrom('startsWith', 'endsWith', 'contains'), tie('value'))
      .map(([text, name, part]) => `${text}.${name}(${part})`),
    path.filter((text) => text.includes('.') && !text.endsWith(']')).map((text) => `has(${text})`),
    tie('value'),
    fc
      .tuple(tie('node'), fc.constantFrom('&&', '||'), tie('node'))
      .map(([left, sign, right]) => `(${left}) ${sign} (${right})`),
    tie('node').map((text) => `!(${text})`),
  ),
}));

function bothOf(
  text: string,
): { fast: ReturnType<typeof fastFilter>; library: (event: RecordedEvent) => FilterVerdict } | undefined {
  try {
    const expression = compileExpression(text);
    return { fast: fastFilter(expression.tree), library: (event) => verdictOf(expression.evaluate(event)) };
  } catch (error) {
    if (error instanceof FilterError) return undefined;
    throw error;
  }
}

describe('the fast way', () => {
  it('agrees with the library in every verdict it gives, and gives most of them', () => {
    const counts = new Map<string, number>();
    const seen = (what: string) => counts.set(what, (counts.get(what) ?? 0) + 1);
    fc.assert(
      fc.property(expression.node, fc.array(payload, { minLength: 1, maxLength: 4 }), (text, payloads) => {
        const both = bothOf(text);
        if (both === undefined) {
          seen('refused');
          return;
        }
        const filter = compileFilter(text);
        for (const given of payloads) {
          const event = { ...recordedEventFixture(), payload: given };
          const verdict = both.library(event);
          expect(filter.matches(event)).toEqual(verdict);
          if (both.fast === undefined) {
            seen('not plain');
            continue;
          }
          const fast = both.fast(event);
          if (fast !== undefined) expect(fast).toEqual(verdict);
          seen(fast === undefined ? `asked: ${typeof verdict === 'string' ? 'verdict' : 'fault'}` : fast);
        }
      }),
      { numRuns: 2_000 },
    );
    for (const verdict of ['match', 'no_match', 'missing_key']) expect(counts.get(verdict)).toBeGreaterThan(100);
    expect(counts.get('asked: verdict') ?? 0).toBeLessThan((counts.get('match') ?? 0) / 2);
  });

  it.each([
    'event.payload.course_id == "algebra"',
    'event.payload.score > 80 && event.payload["score"] <= 100.0',
    'event.event_type in ["activity.a", "activity.b"] || event.source_system.startsWith("lm")',
    'has(event.payload.lesson_id) && size(event.payload.tags) > 1 && !("a" in event.payload.tags)',
    'event.user_id != null',
  ])('takes %s', (text) => {
    expect(bothOf(text)?.fast).toBeTypeOf('function');
  });

  it('leaves long texts to the library, which counts the work', () => {
    const event = { ...recordedEventFixture(), payload: { long: 'a'.repeat(20_000), short: 'aaaa' } };
    for (const text of ['event.payload.long.contains("b")', 'event.payload.short.contains(event.payload.long)']) {
      expect(bothOf(text)?.fast?.(event)).toBeUndefined();
      expect(compileFilter(text).matches(event)).toBe('no_match');
    }
    expect(bothOf('size(event.payload.long) == 20000')?.fast?.(event)).toBeUndefined();
    expect(compileFilter('size(event.payload.long) == 20000').matches(event)).toBe('match');
    expect(bothOf('event.payload.long.endsWith("b")')?.fast?.(event)).toBe('no_match');
  });

  it.each([
    'event.payload.tags.exists(tag, tag == "a")',
    'event.payload.text.matches("^a")',
    'timestamp(event.timestamp) > timestamp("2026-01-01T00:00:00Z")',
    'event.payload.n == 9007199254740993',
    'size(event) > 3',
  ])('leaves %s to the library', (text) => {
    expect(bothOf(text)).toBeDefined();
    expect(bothOf(text)?.fast).toBeUndefined();
  });
});
