import { expect, test } from 'vitest';
import { z } from 'zod';
import { plainWords } from './plain-words.ts';

const schema = z.strictObject({
  id: z.string().regex(/^[a-z]+$/, 'must be kebab-case'),
  kind: z.enum(['aggregator', 'detector']),
  topics: z.array(z.string()).min(1),
  count: z.int().min(1).max(9).optional(),
  user: z.guid().optional(),
});
const right = { id: 'mine', kind: 'aggregator', topics: ['activity.**'] };

function wordsOf(value: unknown): string[] {
  const { error } = schema.safeParse(value, { error: plainWords });
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('/')} ${message}`.trim());
}

test.each([
  [{ ...right, id: undefined }, 'id is missing'],
  [{ ...right, id: 7 }, 'id must be a text, not 7'],
  [{ ...right, id: 'M' }, 'id must be kebab-case'],
  [{ ...right, kind: undefined }, 'kind is missing'],
  [{ ...right, kind: 'sink' }, 'kind must be one of "aggregator", "detector"'],
  [{ ...right, topics: 'activity.**' }, 'topics must be a list, not a text'],
  [{ ...right, topics: [] }, 'topics must not be empty'],
  [{ ...right, count: 0 }, 'count must be at least 1'],
  [{ ...right, count: 10 }, 'count must be at most 9'],
  [{ ...right, count: 1.5 }, 'count must be a whole number, not 1.5'],
  [{ ...right, user: 'ann' }, 'user must be a UUID'],
  [{ ...right, mian: 1 }, 'has no field "mian"'],
])('%j: %s', (value, words) => {
  expect(wordsOf(value)).toEqual([words]);
});
