import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LineReader } from './line-reader.ts';

it('gives the same lines however the bytes are cut', () => {
  const line = fc.string({ unit: 'binary', maxLength: 40 }).map((text) => text.replaceAll('\n', ' ').toWellFormed());
  fc.assert(
    fc.property(fc.array(line), fc.array(fc.nat({ max: 200 })), (lines, cuts) => {
      const bytes = Buffer.from(lines.map((each) => `${each}\n`).join(''));
      const places = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
      const reader = new LineReader(1_000);
      const read = places.slice(1).flatMap((end, at) => reader.take(bytes.subarray(places[at] ?? 0, end)));
      expect(read).toEqual(lines);
    }),
  );
});

it('takes a line at its limit and none beyond it, whether it ends or not', () => {
  expect(new LineReader(4).take(Buffer.from('abcd\n'))).toEqual(['abcd']);
  expect(() => new LineReader(4).take(Buffer.from('abcde\n'))).toThrow('a line of more than');
  const reader = new LineReader(4);
  reader.take(Buffer.from('abc'));
  expect(() => reader.take(Buffer.from('de'))).toThrow('a line of more than');
});
