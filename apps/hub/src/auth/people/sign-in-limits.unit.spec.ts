import { expect, test } from 'vitest';
import { createSignInLimits } from './sign-in-limits.ts';

async function takenUntilRefused(attempt: (count: number) => Promise<void>): Promise<number> {
  for (let count = 0; ; count += 1) {
    try {
      await attempt(count);
    } catch (refused) {
      expect(refused).toMatchObject({ code: 'rate_limited' });
      expect((refused as { retryAfterSeconds: number }).retryAfterSeconds).toBeGreaterThan(0);
      return count;
    }
  }
}

test('attempts are limited by address, by name in any case of its letters, and altogether', async () => {
  const byAddress = createSignInLimits();
  expect(await takenUntilRefused((count) => byAddress.take('198.51.100.7', `${count}@example.org`))).toBe(20);
  await expect(byAddress.take('198.51.100.8', '1@example.org')).resolves.toBeUndefined();
  const byName = createSignInLimits();
  const name = (count: number): string => (count % 2 === 0 ? 'anna@example.org' : 'ANNA@example.org');
  expect(await takenUntilRefused((count) => byName.take(`198.51.100.${count}`, name(count)))).toBe(20);
  const together = createSignInLimits();
  expect(await takenUntilRefused((count) => together.take(`address ${count}`, `${count}@example.org`))).toBe(300);
});
