import type { KeyUse } from '@activity-hub/db/keys/touch-keys';
import { expect, it } from 'vitest';
import { LastUses } from './last-uses.ts';

it('notes each key once a minute, and again when that could not be kept', async () => {
  const kept: KeyUse[][] = [];
  let now = Date.parse('2026-11-23T12:00:00.000Z');
  let isAway = false;
  const uses = new LastUses(
    async (noted) => {
      if (isAway) throw new Error('away');
      kept.push([...noted]);
    },
    () => now,
  );
  for (let n = 0; n < 100; n++) uses.note('lms', '10.0.0.1');
  await uses.flush();
  expect(kept).toEqual([[{ key_id: 'lms', at: '2026-11-23T12:00:00.000Z', address: '10.0.0.1' }]]);
  now += 60_000;
  isAway = true;
  uses.note('lms', '10.0.0.2');
  await expect(uses.flush()).rejects.toThrow('away');
  isAway = false;
  uses.note('lms', '10.0.0.3');
  await uses.flush();
  expect(kept[1]).toEqual([{ key_id: 'lms', at: '2026-11-23T12:01:00.000Z', address: '10.0.0.3' }]);
});
