import { PassThrough, Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLineSplitter, type SentLine, splitLines } from './split-lines.ts';

/** The text in pieces of the given sizes, repeated. */
function pieces(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const cut: Buffer[] = [];
  for (let from = 0, turn = 0; from < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    cut.push(bytes.subarray(from, from + size));
    from += size;
  }
  return cut;
}

describe('splitting lines', () => {
  it('finds the same lines however the stream is cut', () => {
    const lines = fc.array(fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll(/[\n\r\t ]/g, '')));
    fc.assert(
      fc.property(
        lines,
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        fc.boolean(),
        (texts, sizes, ended) => {
          const bytes = Buffer.from(texts.join('\n') + (ended ? '\n' : ''));
          const splitter = createLineSplitter();
          const found = [...pieces(bytes, sizes).flatMap((piece) => splitter.push(piece)), ...splitter.end()];
          const expected = bytes
            .toString()
            .split('\n')
            .flatMap((text, index) => (text === '' ? [] : [[index + 1, text]]));
          expect(found.map(({ line, bytes: sent }) => [line, sent.toString()])).toEqual(expected);
        },
      ),
    );
  });

  it('holds no more of a line than it may have', () => {
    const splitter = createLineSplitter(10);
    const found = ['x'.repeat(8), 'x'.repeat(100), 'y\n', '{}\n'].flatMap((text) => splitter.push(Buffer.from(text)));
    expect(found).toEqual([
      { line: 1, bytes: Buffer.from('x'.repeat(10)), tooLong: true },
      { line: 2, bytes: Buffer.from('{}'), tooLong: false },
    ]);
  });

  it('leaves blank lines out and counts them', () => {
    const splitter = createLineSplitter();
    expect(splitter.push(Buffer.from('\n \r\n{}\r\n')).map((sent) => sent.line)).toEqual([3]);
  });

  it('gives up on a silent stream', async () => {
    const stream = new PassThrough();
    stream.write('{}\n');
    const portions = splitLines(stream, { idleMs: 20, signal: new AbortController().signal });
    expect((await portions.next()).value).toHaveLength(1);
    await expect(portions.next()).rejects.toMatchObject({ code: 'request_timeout' });
  });

  it('ends with the line that no line end follows', async () => {
    const portions: SentLine[][] = await Readable.from(
      splitLines(Readable.from([Buffer.from('1\n2')]), { idleMs: 1_000, signal: new AbortController().signal }),
    ).toArray();
    expect(portions.flat().map((sent) => sent.bytes.toString())).toEqual(['1', '2']);
  });
});
