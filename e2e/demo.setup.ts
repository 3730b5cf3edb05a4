import type { CasePage } from '@activity-hub/contracts/activity/anomaly-case';
import { demoEvents } from '@activity-hub/hub/demo/demo-events';
import { expect } from '@playwright/test';
import { test } from './support/console-test.ts';
import { consumersCaughtUp, fromHub, sendEvents } from './support/hub-api.ts';

const batchSize = 500;

test('the demo is stored and processed', async () => {
  const events = demoEvents(new Date().toISOString().slice(0, 10));
  for (let at = 0; at < events.length; at += batchSize) {
    const answer = await sendEvents(events.slice(at, at + batchSize));
    expect(answer.refused + answer.conflicts).toBe(0);
  }
  await consumersCaughtUp();
  await expect.poll(async () => (await fromHub<CasePage>('/activity/anomalies')).items.length).toBeGreaterThan(0);
});
