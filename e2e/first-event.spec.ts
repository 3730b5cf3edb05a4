import { randomUUID } from 'node:crypto';
import type { SystemStats } from '@activity-hub/contracts/activity/system-activity';
import { expect } from '@playwright/test';
import { test } from './support/console-test.ts';
import { fromHub, sendEvents } from './support/hub-api.ts';

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  const { events_total } = await fromHub<SystemStats>('/activity/stats');
  test.skip(events_total > 0, 'The hub that was named has events already.');
});

for (const place of ['/', '/events']) {
  test(`an empty hub teaches the first step on ${place}`, async ({ page }) => {
    await page.goto(place);
    await expect(page.getByRole('button', { name: 'Load the demo' })).toBeVisible();
    await expect(page.getByText('npm run hub -- demo', { exact: true })).toBeVisible();
    await expect(page.getByText('curl -X POST')).toBeVisible();
  });
}

test('a demo that cannot be loaded says what to do instead', async ({ page, expectError }) => {
  expectError(/Failed to load resource.*503/);
  await page.route('**/api/demo', (route) => route.fulfill({ status: 503 }));
  await page.goto('/events');
  await page.getByRole('button', { name: 'Load the demo' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'could not be loaded' })).toContainText(
    'npm run hub -- demo',
  );
});

test('the first event arrives behind a button and shows in Events', async ({ page }) => {
  await page.goto('/events');
  await expect(page.getByRole('heading', { name: 'No events yet' })).toBeVisible();
  const { accepted } = await sendEvents([
    {
      event_id: randomUUID(),
      event_type: 'activity.learning.lesson_completed',
      event_version: '1.0.0',
      timestamp: new Date(Date.now() - 60_000).toISOString(),
      source_system: 'lms',
      user_id: '3ab871b9-b242-4799-89db-759b9da33447',
      payload: { course_id: 'first-course', lesson_id: 'lesson-1' },
    },
  ]);
  expect(accepted).toBe(1);
  // The streaks that begin with it are events as well.
  await page.getByRole('button', { name: /^\d new events?$/ }).click();
  await expect(page.getByRole('row', { name: /Lesson completed.*3ab871b9/ })).toBeVisible();
});
