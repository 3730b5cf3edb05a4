import { expect, it } from 'vitest';
import { judgeStorage } from './judge-storage.ts';

it.each<[number, readonly string[], readonly string[]]>([
  [0, [], ['0.8', '0.9']],
  [77, [], ['0.8', '0.9']],
  [79, [], ['0.9']],
  [80, ['0.8'], ['0.9']],
  [89, ['0.8'], []],
  [90, ['0.8', '0.9'], []],
  [120, ['0.8', '0.9'], []],
])('at %i %% of a store', (usedBytes, begun, ended) => {
  const judged = judgeStorage({ store: 'disk', usedBytes, limitBytes: 100 });
  expect(judged.filter(({ begins }) => begins).map(({ threshold }) => String(threshold))).toEqual(begun);
  expect(judged.filter(({ ends }) => ends).map(({ threshold }) => String(threshold))).toEqual(ended);
});
