import { celEnv, isCelError } from '@bufbuild/cel';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { matchesPattern } from './matches-pattern.ts';

const patterns = [
  '^a+b?$',
  'a|bc',
  '(?i)ÄB',
  '^$',
  '[^a]',
  '\\bab\\b',
  'a{2,3}',
  '(a|b)*a(a|b){6}',
  'a{200}',
  '\\p{L}$',
  '(?m)^b$',
  '(?=a)',
  '[',
];

/** The function of the library itself. */
function asked(text: string, pattern: string): boolean {
  const answer: unknown = celEnv().funcs.find('matches')?.call(0, text, [pattern]);
  if (isCelError(answer)) throw new Error(answer.message);
  return answer === true;
}

function toldOf(matches: typeof asked, text: string, pattern: string): boolean | string {
  try {
    return matches(text, pattern);
  } catch (error) {
    return (error as Error).message;
  }
}

it('answers what the library answers, however often a pattern was asked before', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'ä', ' ', '\n', '😀') });
  fc.assert(
    fc.property(fc.array(fc.tuple(text, fc.constantFrom(...patterns)), { maxLength: 40 }), (calls) => {
      for (const [given, pattern] of calls)
        expect(toldOf(matchesPattern, given, pattern)).toBe(toldOf(asked, given, pattern));
    }),
  );
});

it('answers the same when what it kept was given up, for many patterns and long texts', () => {
  for (let n = 0; n < 2_500; n += 1) expect(matchesPattern(`x${n}`, `^x${n}$`)).toBe(true);
  const long = `${'ab'.repeat(60_000)}c`;
  for (let n = 0; n < 3; n += 1) expect(matchesPattern(long, 'bc$')).toBe(true);
  expect(matchesPattern('x7', '^x7$')).toBe(true);
});
