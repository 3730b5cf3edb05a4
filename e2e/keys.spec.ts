import { randomUUID } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import { expectNoViolations } from './support/axe.ts';
import { test } from './support/console-test.ts';
import { statusWithKey } from './support/hub-api.ts';

const lesson = () => ({
  event_id: randomUUID(),
  event_type: 'activity.learning.lesson_completed',
  event_version: '1.0.0',
  timestamp: new Date(Date.now() - 60_000).toISOString(),
  source_system: 'lms',
  user_id: '3ab871b9-b242-4799-89db-759b9da33447',
  payload: { course_id: 'keys', lesson_id: 'lesson-1' },
});

async function takeSecret(page: Page): Promise<string> {
  const secret = (await page.locator('[data-secret]').textContent()) ?? '';
  expect(secret).toMatch(/^ahk_/);
  await page.getByRole('button', { name: 'I have kept it' }).click();
  await expect(page.locator('[data-secret]')).toHaveCount(0);
  return secret;
}

test('a key is made, rotated with an overlap, and revoked', async ({ page }) => {
  const name = `LMS ${randomUUID().slice(0, 8)}`;
  await page.goto('/keys');
  await page.getByRole('button', { name: 'Make a key' }).click();
  const form = page.getByRole('dialog', { name: 'Make a key' });
  await form.getByRole('button', { name: 'Make the key' }).click();
  await expect(form.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await form.getByRole('textbox', { name: 'Name' }).fill(name);
  await form.getByRole('textbox', { name: 'Source' }).fill('lms');
  await form.getByRole('textbox', { name: 'Event types' }).fill('activity.learning.*');
  await form.getByRole('textbox', { name: 'Events per day' }).fill('1000');
  await form.getByRole('button', { name: 'Make the key' }).click();
  const first = await takeSecret(page);
  expect(await statusWithKey(first, lesson())).toBe(200);

  await page.getByRole('link', { name }).click();
  const panel = page.getByRole('complementary', { name: 'Key' });
  await expect(panel).toContainText('activity.learning.*');
  await panel.getByRole('button', { name: 'Rotate' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Make the new key' }).click();
  const second = await takeSecret(page);
  expect(second).not.toBe(first);
  expect(await statusWithKey(first, lesson())).toBe(200);
  expect(await statusWithKey(second, lesson())).toBe(200);

  await expect(panel).toContainText('Being replaced');
  await panel.getByRole('button', { name: 'Revoke' }).click();
  const confirm = page.getByRole('dialog', { name: /^Revoke/ });
  await expect(confirm.getByRole('button', { name: 'Revoke the key' })).toBeDisabled();
  await confirm.getByRole('textbox').fill(name);
  await confirm.getByRole('button', { name: 'Revoke the key' }).click();
  await expect(panel).toContainText('Revoked');
  await expect.poll(() => statusWithKey(first, lesson())).toBe(401);
  expect(await statusWithKey(second, lesson())).toBe(200);
});

test('the list is filtered in the address, and tells nothing matches from nothing yet', async ({ page }) => {
  await page.goto('/keys');
  await page.getByRole('textbox', { name: 'Source' }).fill('nobody-sends-this');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/source=nobody-sends-this/);
  await expect(page.getByRole('heading', { name: 'Nothing matches' })).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(page.locator('a[data-row]').first()).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`dialogs of keys and people are accessible, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const [path, button] of [
      ['/keys', 'Make a key'],
      ['/people', 'Invite'],
      ['/cohorts', 'Make a cohort'],
    ] as const) {
      await page.goto(path);
      await page.getByRole('button', { name: button }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await expectNoViolations(page);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('button', { name: button })).toBeFocused();
    }
  });
}
