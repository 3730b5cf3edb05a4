import { execFileSync } from 'node:child_process';
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
    await page.getByRole('link', { name: 'Send a first event' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'First event' })).toBeVisible();
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

/** As a person would who copies it into a file; node reads TypeScript without a build. */
function run(program: string): string {
  const env = { ...process.env, FORCE_COLOR: '0' };
  return execFileSync(process.execPath, ['--input-type=module-typescript', '--eval', program], {
    encoding: 'utf8',
    env,
  });
}

test('from nothing to the first event: a key in one click, its snippet, and the event live', async ({ page }) => {
  await page.goto('/start');
  await page.getByRole('radio', { name: /Learning platform/ }).check();
  await page.getByRole('button', { name: 'Make the key' }).click();
  const secret = (await page.locator('[data-secret]').textContent()) ?? '';
  await expect(page.getByText('Waiting for the first event…')).toBeVisible();
  await expect(page.getByRole('region', { name: 'curl' })).toContainText(secret);

  await page.getByRole('radio', { name: 'TypeScript' }).click();
  const program = (await page.getByRole('region', { name: 'TypeScript' }).textContent()) ?? '';
  run(program.replace('activity.learning.started', 'activity.learning.no_such_type'));
  await expect(page.getByText('An event arrived and was refused.')).toBeVisible();

  expect(run(program)).toContain('duplicate: false');
  await expect(page.getByText('Your first event has arrived.')).toBeVisible();
  // A repeat is told so and counts once.
  expect(run(program)).toContain('duplicate: true');
  await page.getByRole('link', { name: 'See the event' }).click();
  await expect(page.getByRole('complementary', { name: 'Event' })).toContainText('algebra-2026');

  await page.goto(`/start?key=${secret.split('_')[1]}`);
  await expect(page.locator('[data-secret]')).toHaveCount(0);
  await expect(page.getByText('was shown once')).toBeVisible();
});

test('a further event comes behind a button and shows in Events', async ({ page }) => {
  await page.goto('/events');
  await expect(page.locator('a[data-row]').first()).toBeVisible();
  const { accepted } = await sendEvents([
    {
      event_id: randomUUID(),
      event_type: 'activity.learning.lesson_completed',
      event_version: '1.0.0',
      timestamp: new Date().toISOString(),
      source_system: 'lms',
      user_id: '3ab871b9-b242-4799-89db-759b9da33447',
      payload: { course_id: 'second-course', lesson_id: 'lesson-2' },
    },
  ]);
  expect(accepted).toBe(1);
  await page.getByRole('button', { name: /^\d+ new events?$/ }).click();
  await expect(page.getByRole('row', { name: /Lesson completed.*second-course/ })).toBeVisible();
});
