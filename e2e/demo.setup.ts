import type { CasePage } from '@activity-hub/contracts/activity/anomaly-case';
import { expect } from '@playwright/test';
import { test } from './support/console-test.ts';
import { consumersCaughtUp, fromHub } from './support/hub-api.ts';

test('the demo is stored and processed', async ({ page }) => {
  // With the button of the first-run page, as a person would.
  await page.goto('/start');
  await page.getByRole('button', { name: 'Load the demo' }).click();
  await expect(page).toHaveURL(/:\d+\/$/, { timeout: 60_000 });
  await consumersCaughtUp();
  await expect.poll(async () => (await fromHub<CasePage>('/activity/anomalies')).items.length).toBeGreaterThan(0);
});
