import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
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
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('{}[],:"\\ ab1')) }), (broken) => {
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
