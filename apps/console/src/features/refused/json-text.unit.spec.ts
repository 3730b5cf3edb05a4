import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { indentJson, jsonFault } from './json-text.ts';

describe('indentJson', () => {
  test('changes nothing but the space between', () => {
    expect(indentJson('{"n":12345678901234567890,"m":1.0,"e":{},"l":[],"s":"a\\u0041: {,}","x":[1,{"y":null}]}')).toBe(
      '{\n  "n": 12345678901234567890,\n  "m": 1.0,\n  "e": {},\n  "l": [],\n  "s": "a\\u0041: {,}",\n  "x": [\n    1,\n    {\n      "y": null\n    }\n  ]\n}',
    );
    expect(indentJson('{"a":')).toBe('{"a":');
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(indentJson(JSON.stringify(value)))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe('jsonFault', () => {
  test.each([
    ['{}', undefined],
    ['{\n "a": 1 "b" }', { line: 2, column: 9 }],
    ['{"a": x}', 'somewhere'],
    ['{', { line: 1, column: 2 }],
    ['', { line: 1, column: 1 }],
  ])('%j', (text, fault) => expect(jsonFault(text)).toEqual(fault));
});
