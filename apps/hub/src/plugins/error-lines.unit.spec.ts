import { expect, it } from 'vitest';
import { ErrorLines } from './error-lines.ts';

const linesOf = (chunks: readonly Buffer[]): { lines: readonly string[]; words: string } => {
  const errors = new ErrorLines();
  const lines = [...chunks.flatMap((chunk) => errors.take(chunk)), ...errors.end()];
  return { lines, words: errors.lastWords };
};

it('gives whole lines however the bytes are cut', () => {
  const bytes = Buffer.from('первая строка\n\nsecond line\nno end');
  for (let cut = 0; cut <= bytes.length; cut++)
    expect(linesOf([bytes.subarray(0, cut), bytes.subarray(cut)]).lines).toEqual([
      'первая строка',
      'second line',
      'no end',
    ]);
});

it.each([
  [
    'Node',
    "/plugins/mine.ts:8\napply: (s => {,\n\nSyntaxError [ERR_TS]: Expression expected\n    at parse (node:x:1) {\n  code: 'ERR_TS'\n}\n\nNode.js v24.21.0\n",
    'SyntaxError [ERR_TS]: Expression expected',
  ],
  ['Python', 'Traceback (most recent call last):\n  File "mine.py", line 3\nKeyError: \'goal\'\n', "KeyError: 'goal'"],
  [
    'Node of an error without a stack',
    '[TypeError: fetch failed] {\n  [cause]: Error: getaddrinfo EAI_AGAIN example.org\n}\nNode.js v24.21.0\n',
    'TypeError: fetch failed',
  ],
  ['who says it plainly', 'I have had enough\n', 'I have had enough'],
  [
    'who names a cause',
    'RangeError: too far {\n  [cause]: Error: inside\n}\nNode.js v24.21.0\n',
    'RangeError: too far',
  ],
])('hears why it ended from %s', (_name, text, words) => {
  expect(linesOf([Buffer.from(text)]).words).toBe(words);
});

it('keeps the beginning of a line that does not end', () => {
  const { lines } = linesOf(Array.from({ length: 40 }, () => Buffer.alloc(1_000, 'x')));
  expect(lines.map((line) => line.length)).toEqual([16_384]);
});
