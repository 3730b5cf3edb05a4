import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanElements } from './scan-elements.ts';

function countKeys(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const own = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce<number>((sum, inner) => sum + countKeys(inner), own);
}

const layouts = fc.constantFrom<number | string>(0, 1, 2, '\t', '\n ');

describe('scanElements', () => {
  it('finds the exact bytes and the number of keys of every event', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue()),
        layouts,
        fc.constantFrom(1 as const, 2 as const),
        (values, space, depth) => {
          const body = Buffer.from(JSON.stringify(depth === 1 ? values : { events: values }, undefined, space));
          const { elements, outerKeys } = scanElements(body, depth);
          expect(outerKeys).toBe(depth - 1);
          expect(elements).toHaveLength(values.length);
          elements.forEach((element, index) => {
            const text = body.subarray(element.start, element.end).toString();
            expect(text.trim()).toBe(text);
            expect(JSON.stringify(JSON.parse(text))).toBe(JSON.stringify(values[index]));
            expect(element.keys).toBe(countKeys(JSON.parse(text)));
          });
        },
      ),
    );
  });

  it('takes a whole body as one event', () => {
    const body = Buffer.from(' {"a" : [1, {"b":"x\\"]}"}]} \n');
    expect(scanElements(body, 0)).toEqual({
      elements: [{ start: 1, end: body.length - 2, keys: 2, suspicious: false }],
      outerKeys: 0,
    });
  });

  it.each([
    ['{"a":"\\u0000"}', true],
    ['{"a":"\\\\u0000"}', false],
    ['{"a":"\\\\\\u0000"}', true],
    ['{"a":9007199254740993}', true],
    ['{"a":123456789012345}', false],
    ['{"a":"9007199254740993"}', false],
    ['{"a":1e400}', true],
    ['{"a":-1E2}', true],
    ['{"a":"1e5"}', false],
    ['{"__proto__":1}', true],
    ['{"constructor":{"prototype":1}}', true],
    ['{"a":"__proto__"}', false],
  ])('of %s is suspicious: %s', (text, suspicious) => {
    expect(scanElements(Buffer.from(`[${text}]`), 1).elements[0]?.suspicious).toBe(suspicious);
  });

  it('counts a key that is named twice twice', () => {
    expect(scanElements(Buffer.from('[{"a":1,"a":2}]'), 1).elements[0]?.keys).toBe(2);
    expect(scanElements(Buffer.from('{"events":[],"events":[]}'), 2).outerKeys).toBe(2);
  });
});
