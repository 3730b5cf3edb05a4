import { describe, expect, it } from 'vitest';
import { recordedEventFixture } from '../plugin/testing/recorded-event-fixture.ts';
import { compileFilter } from './compile-filter.ts';
import { elapsedMs, fault, verdict, withPayload } from './testing/filter-fixtures.ts';

describe('time', () => {
  it.each(['(a+)+$', '(a|aa)+$', '(a*)*b', '(.*a){20}'])('%s is linear in the text', (pattern) => {
    const filter = compileFilter(`event.payload.text.matches("${pattern}")`);
    const text = `${'a'.repeat(50_000)}!`;
    expect(elapsedMs(() => filter.matches(withPayload({ text })))).toBeLessThan(1_000);
  });

  it('refuses the work of a large pattern on a large text', () => {
    const text = 'a'.repeat(50_000);
    expect(verdict('event.payload.text.matches("(a{0,1000})*$")', { text })).toEqual(fault(/too much work/));
    expect(verdict('event.payload.text.matches("(a{0,1000})*$")', { text: 'aaaa' })).toBe('match');
  });

  it('limits what a macro runs over', () => {
    const list = (length: number) => ({ list: Array.from({ length }, (_, at) => at) });
    expect(verdict('event.payload.list.exists(x, x == 999)', list(1_000))).toBe('match');
    expect(verdict('event.payload.list.exists(x, x == 999)', list(1_001))).toEqual(fault(/1000 elements at most/));
    expect(verdict('size(event.payload.list.map(x, x)) == 1000', list(1_000))).toBe('match');
    expect(verdict('9 in event.payload.list', list(100_000))).toBe('match');
  });

  it.each([
    'event.payload.list.exists(x, event.payload.text.contains("b"))',
    'event.payload.list.exists(x, event.payload.text.matches("b"))',
    'event.payload.list.exists(x, event.payload == {"a": x})',
    'event.payload.text.contains(event.payload.part)',
    'event.payload.list.exists(x, string(x).matches("(?i)\\\\pL{2,9}\\\\pL{2,9}$") || string(x).matches("a{500}"))',
    `event.payload.list.exists(x, ${Array(8).fill('timestamp(event.day + "T00:00:00Z").getHours("Asia/Tokyo") == 99').join('||')})`,
    'event.payload.list.exists(x, size(event.payload.text) == x)',
    'event.payload.list.map(x, event.payload.text + "x").exists(y, y == "")',
    `event.payload.list.map(x, string(x))${'.map(x, x + x)'.repeat(14)}.exists(y, y == "")`,
  ])('%s runs out of its budget', (text) => {
    const list = Array.from({ length: 1_000 }, (_, at) => at);
    const filter = compileFilter(text);
    const event = withPayload({ list, text: 'a'.repeat(200_000), part: `${'a'.repeat(200)}b${'a'.repeat(64_000)}` });
    let answer: unknown;
    expect(elapsedMs(() => (answer = filter.matches(event)))).toBeLessThan(1_000);
    expect(answer).toEqual(fault(/too much work/));
  });

  it('has a fresh budget for every event', () => {
    const filter = compileFilter('event.payload.text.matches("^a+$")');
    const event = withPayload({ text: 'a'.repeat(100_000) });
    for (let n = 0; n < 15; n += 1) expect(filter.matches(event)).toBe('match');
  });

  it('a payload of a megabyte', () => {
    const items = () => Array.from({ length: 20_000 }, (_, id) => ({ id, name: `item ${id}, and some words more` }));
    const event = withPayload({ items: items(), copy: items() });
    for (const text of ['event.payload.items[19999].id == 19999', 'event.payload.items == event.payload.copy']) {
      const filter = compileFilter(text);
      expect(elapsedMs(() => expect(filter.matches(event)).toBe('match'))).toBeLessThan(1_000);
    }
  });

  it('a payload of great depth', () => {
    const deep = () => JSON.parse(`${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`);
    const event = { ...recordedEventFixture(), payload: { left: deep(), right: deep() } };
    expect(compileFilter('has(event.payload.left.a.a.a)').matches(event)).toBe('match');
    const filter = compileFilter('event.payload.left == event.payload.right');
    expect(elapsedMs(() => filter.matches(event))).toBeLessThan(1_000);
  });
});
