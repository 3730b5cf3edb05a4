import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Convoy } from './convoy.ts';

const travellers = fc.array(fc.record({ stretches: fc.nat({ max: 6 }), turns: fc.array(fc.nat({ max: 5 })) }), {
  minLength: 1,
  maxLength: 4,
});

it('begins no stretch before everybody has begun the one before, and all arrive', async () => {
  await fc.assert(
    fc.asyncProperty(travellers, async (company) => {
      const convoy = new Convoy();
      const begun = new Map(company.map((_, at) => [at, -1]));
      const members = company.map(() => convoy.join());
      await Promise.all(
        company.map(async ({ stretches, turns }, at) => {
          for (let stretch = 0; stretch < stretches; stretch++) {
            for (let turn = turns[stretch] ?? 0; turn > 0; turn--) await new Promise(setImmediate);
            begun.set(at, stretch);
            const passed = await members[at]?.abreast(stretch * 10);
            for (const other of begun.values()) {
              expect(other).toBeGreaterThanOrEqual(stretch - 1);
              expect(other * 10).toBeGreaterThanOrEqual(passed ?? 0);
            }
          }
          begun.delete(at);
          members[at]?.leave();
        }),
      );
      expect(convoy.empty).toBe(true);
    }),
  );
});
