import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { indentJson, jsonFault } from './json-text.ts';
import { placeInText } from './place-in-text.ts';

describe('placeInText', () => {
  const text = '{ "a": {"b/c": [1, {"d": "x\\"}"}]}, "a~": 2, "twice": 1, "twice": 22 }';
  const at = (pointer: string, of = text): string | undefined => {
    const place = placeInText(of, pointer);
    return place && `${place.missing ? 'missing in ' : ''}${of.slice(place.from, place.to)}`;
  };

  test.each([
    ['/a~0', '"a~": 2'],
    ['/a/b~1c/0', '1'],
    ['/a/b~1c/1/d', '"d": "x\\"}"'],
    ['/twice', '"twice": 22'],
    ['/a/none', 'missing in "a": {"b/c": [1, {"d": "x\\"}"}]}'],
    ['/none', 'missing in '],
    ['', undefined],
  ])('%s', (pointer, found) => expect(at(pointer)).toBe(found));

  test('leaves out the place within a batch, unless the batch itself was kept', () => {
    expect(at('/3/a~')).toBe('"a~": 2');
    expect(at('/events/3/a~')).toBe('"a~": 2');
    expect(at('/1/a', '[{"a": 1}, {"a": 2}]')).toBe('"a": 2');
  });

  test('finds what it can in broken JSON, and ends with any text', () => {
    expect(at('/b', '{"a": 1, "b": tru, "c')).toBe('"b": tru');
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[],:"\\ ab1') }), (broken) => {
        expect(placeInText(broken, '/a/1')?.to ?? 0).toBeLessThanOrEqual(broken.length);
      }),
    );
  });

  test('agrees with a parser on any JSON', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue()), (value) => {
        for (const [name, inner] of Object.entries(value)) {
          const pointer = `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
          const made = JSON.stringify(value, null, 1);
          const place = placeInText(made, pointer);
          const shown = made.slice(place?.from, place?.to);
          expect(JSON.parse(`{${shown}}`)).toEqual(JSON.parse(JSON.stringify({ [name]: inner })));
        }
      }),
    );
  });
});

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
