import { expect, it } from 'vitest';
import { Grouped } from '../bus/grouped.ts';
import { LaneStates } from './lane-states.ts';

const stateOf = (key: string) => ({ key, window_kind: 'all', window_start: '' }) as const;

it('lets lanes that hold their states go on together with those that load them', async () => {
  let loaded = Promise.resolve();
  let statements = 0;
  const loads = new Grouped<readonly unknown[], readonly never[]>({
    run: async (asks) => {
      statements += 1;
      if (asks.flat().length > 0) await loaded;
      return asks.map(() => []);
    },
  });
  const states = new LaneStates(
    { loadStates: (_ref, keys) => loads.call(keys) },
    { processor: 'counting', version: '1' },
    10,
  );
  await states.load(0, [stateOf('held')]);
  const slow = Promise.withResolvers<void>();
  loaded = slow.promise;
  statements = 0;
  const gone: number[] = [];
  const both = [
    states.load(0, [stateOf('held')]).then(() => gone.push(0)),
    states.load(1, [stateOf('new')]).then(() => gone.push(1)),
  ];
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
  expect(gone).toEqual([]);
  slow.resolve();
  await Promise.all(both);
  expect(gone).toEqual([0, 1]);
  expect(statements).toBe(1);
});
