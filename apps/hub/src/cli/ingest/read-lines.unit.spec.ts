import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LineBlock, readLines } from './read-lines.ts';

async function linesOf(bytes: Buffer, chunkBytes = 7): Promise<{ lines: [number, string][]; last: number }> {
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunkBytes) }, (_, at) =>
    bytes.subarray(at * chunkBytes, (at + 1) * chunkBytes),
  );
  const lines: [number, string][] = [];
  let last = -1;
  for await (const block of readLines(Readable.from(chunks))) {
    expect(block.last).toBeGreaterThanOrEqual(last);
    last = block.last;
    lines.push(...block.lines.map((line): [number, string] => [line.number, line.bytes.toString()]));
  }
  return { lines, last };
}

describe('readLines', () => {
  test('numbers lines, skips blank ones, and needs no line break at the end', async () => {
    expect(await linesOf(Buffer.from('{"a":1}\r\n\n  \t\r\n{"b":2}'))).toEqual({
      lines: [
        [1, '{"a":1}\r'],
        [4, '{"b":2}'],
      ],
      last: 4,
    });
    expect(await linesOf(Buffer.from('x\n\n'))).toEqual({ lines: [[1, 'x']], last: 2 });
    expect(await linesOf(Buffer.from(''))).toEqual({ lines: [], last: 0 });
    expect(await linesOf(Buffer.from('x'))).toEqual({ lines: [[1, 'x']], last: 1 });
  });

  test('leaves bytes alone, but for a byte order mark', async () => {
    const invalid = Buffer.from([0xef, 0xbb, 0xbf, 0x7b, 0xff, 0x7d, 0x0a]);
    const blocks = await Readable.from(readLines(Readable.from([invalid]))).toArray();
    expect((blocks[0] as LineBlock).lines[0]?.bytes).toEqual(Buffer.from([0x7b, 0xff, 0x7d]));
  });

  test('cuts anywhere, plain or gzip', async () => {
    const text = fc.array(fc.stringMatching(/^[ -~]{0,12}$/), { maxLength: 12 }).map((lines) => lines.join('\n'));
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 20 }), fc.boolean(), async (plain, chunkBytes, packed) => {
        const expected = plain
          .split('\n')
          .flatMap((line, at): [number, string][] => (line.trim() === '' ? [] : [[at + 1, line]]));
        const bytes = Buffer.from(plain);
        expect((await linesOf(packed ? gzipSync(bytes) : bytes, chunkBytes)).lines).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  test('reads every member of gzip files put together, and names a torn one', async () => {
    const two = Buffer.concat([gzipSync('a\n'), gzipSync('b\n')]);
    expect((await linesOf(two)).lines).toEqual([
      [1, 'a'],
      [2, 'b'],
    ]);
    await expect(linesOf(gzipSync('x'.repeat(1_000)).subarray(0, 15))).rejects.toThrow('unexpected end of file');
  });
});
