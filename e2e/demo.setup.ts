import type { CasePage } from '@activity-hub/contracts/activity/anomaly-case';
import { expect } from '@playwright/test';
import { test } from './support/console-test.ts';
import { consumersCaughtUp, fromHub } from './support/hub-api.ts';

test('the demo is stored and processed', async ({ request }) => {
  // The way the button of the empty state goes.
  const answer = await request.post('/api/demo');
  expect(answer.status()).toBe(200);
  await consumersCaughtUp();
  await expect.poll(async () => (await fromHub<CasePage>('/activity/anomalies')).items.length).toBeGreaterThan(0);
});
