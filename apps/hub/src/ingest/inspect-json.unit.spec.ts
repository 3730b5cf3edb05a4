import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inspectJson } from './inspect-json.ts';

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('inspectJson', () => {
  it('finds nothing in sound JSON', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: 'grapheme' }), (text) => {
        fc.pre(!/__proto__|__(define|lookup)|\\u0000|\d{16}/.test(text));
        expect(inspectJson(text)).toBeUndefined();
      }),
    );
  });

  it('agrees with JSON.parse on what JSON is, whatever is changed', () => {
    const changed = fc
      .tuple(
        fc.json(),
        fc.nat(200),
        fc.constantFrom('', '"', '}', ']', ',', ':', '\\', '0', '-', '.', '\n', '\u0001', 'nul'),
      )
      .map(([text, at, put]) => text.slice(0, at) + put + text.slice(at + 1));
    fc.assert(
      fc.property(changed, (text) => {
        const code = inspectJson(text)?.code;
        // The first fault is named; a text may be broken further on.
        expect(parses(text) ? code !== 'malformed_json' : code !== undefined).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['{"a":{"b":1,"b":2}}', 'duplicate_key', '/a/b'],
    ['{"a":1,"\\u0061":2}', 'duplicate_key', '/a'],
    ['{"payload":{"__proto__":{"admin":true}}}', 'forbidden_key', '/payload/__proto__'],
    ['{"__pr\\u006fto__":1}', 'forbidden_key', '/__proto__'],
    ['{"constructor":{"prototype":{}}}', 'forbidden_key', '/constructor/prototype'],
    ['{"a":[0,9007199254740993]}', 'number_out_of_range', '/a/1'],
    ['{"a":-9007199254740993}', 'number_out_of_range', '/a'],
    ['{"a":1e400}', 'number_out_of_range', '/a'],
    ['{"a/b":{"~":"x\\u0000"}}', 'nul_character', '/a~1b/~0'],
    ['{"a":"\\ud800"}', 'lone_surrogate', '/a'],
    ['{"\\udc00":1}', 'lone_surrogate', ''],
    ['{"a":{"b":tru}}', 'malformed_json', '/a/b'],
    ['{"a":1', 'malformed_json', ''],
    ['[1,2,]', 'malformed_json', '/2'],
  ])('of %s says %s at %s', (text, code, pointer) => {
    expect(inspectJson(text)).toMatchObject({ code, pointer });
  });

  it.each([
    '{"constructor":"Bach"}',
    '{"prototype":1}',
    '{"a":1.5e10}',
    '{"a":9007199254740991}',
    '{"a":"\\ud83d\\ude00"}',
  ])('lets %s pass', (text) => {
    expect(inspectJson(text)).toBeUndefined();
  });

  it('names line, column and what was found', () => {
    expect(inspectJson('{\n  "a": 1,\n  b: 2\n}')?.detail).toBe(
      'Expected a key but found "b" at line 3, column 3 (character 14).',
    );
    expect(inspectJson('{"a":')?.detail).toContain('found the end of the body at line 1');
  });

  it('survives nesting that would exhaust the stack', () => {
    expect(inspectJson('['.repeat(1_000_000))?.code).toBe('too_deep');
  });
});
