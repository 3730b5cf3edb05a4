import { expect } from '@playwright/test';
import { expectNoSidewaysScroll, expectNoViolations } from './support/axe.ts';
import { test } from './support/console-test.ts';
import { streamFollowers } from './support/hub-api.ts';
import { completeLessons, newSource, onlyFrom } from './support/subscriptions.ts';

const tailOf = (filter: string): string =>
  `/subscriptions/tail?topics=activity.learning.**&filter=${encodeURIComponent(filter)}`;

test('the live tail follows the log, holds still while it is paused, and loses nothing', async ({ page }) => {
  const source = newSource();
  await page.goto(tailOf(onlyFrom(source)));
  const rows = page.locator('tr[data-event]');
  await expect(page.locator('[data-tail-status="open"]')).toBeVisible();
  expect(await streamFollowers()).toBe(1);
  await completeLessons(source, 2);
  await expect(rows).toHaveCount(2, { timeout: 30_000 });
  await page.getByRole('button', { name: 'Pause' }).click();
  await completeLessons(source, 3);
  const resume = page.getByRole('button', { name: 'Resume: 3 events wait' });
  await expect(resume).toBeVisible({ timeout: 30_000 });
  await expect(rows).toHaveCount(2);
  await resume.click();
  await expect(rows).toHaveCount(5);
  await rows.first().getByRole('link').click();
  await expect(page.getByRole('complementary', { name: 'Event' })).toContainText(source);
  await expect.poll(streamFollowers).toBe(0);
});

test('a filter that cannot be read is told in the words of the hub', async ({ page }) => {
  await page.goto(tailOf('event.source_system =='));
  await expect(page.locator('[data-tail-status="refused"]')).toBeVisible();
  await expect(page.getByRole('main').getByRole('alert')).not.toBeEmpty();
});

for (const { locale, colorScheme } of [
  { locale: 'en', colorScheme: 'light' },
  { locale: 'ru', colorScheme: 'dark' },
] as const) {
  test(`the live tail is accessible in ${locale}, ${colorScheme}`, async ({ page, speak }) => {
    const source = newSource();
    await speak(locale);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.goto(tailOf(onlyFrom(source)));
    await expect(page.locator('[data-tail-status="open"]')).toBeVisible();
    await completeLessons(source, 1);
    await expect(page.locator('tr[data-event]')).toHaveCount(1, { timeout: 30_000 });
    await expectNoViolations(page);
    await page.setViewportSize({ width: 360, height: 740 });
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);
  });
}
