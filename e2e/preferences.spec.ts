import { learners } from '@activity-hub/hub/demo/demo-person';
import { expect } from '@playwright/test';
import { test } from './support/console-test.ts';

test('the language switches in place and is kept', async ({ page }) => {
  await page.goto('/events');
  await page.getByRole('button', { name: 'Language en' }).click();
  await page.getByRole('menuitemradio', { name: 'Русский' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'События' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ru');
  await page.reload();
  await expect(page.getByRole('navigation', { name: 'Основная навигация' }).first()).toContainText('Участники');
});

test.describe('a browser that asks for Russian', () => {
  test.use({ locale: 'ru-RU' });
  test('gets Russian without choosing', async ({ page }) => {
    await page.goto('/anomalies');
    await expect(page.getByRole('heading', { level: 1, name: 'Аномалии' })).toBeVisible();
  });
});

test('dark mode is chosen, kept, and follows the system by default', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto('/');
  await expect(page.locator('html')).toHaveClass(/\bdark\b/);
  await page.getByRole('button', { name: 'Theme: As in the system' }).click();
  await page.getByRole('menuitemradio', { name: 'Light' }).click();
  await expect(page.locator('html')).not.toHaveClass(/\bdark\b/);
  await page.reload();
  await expect(page.locator('html')).not.toHaveClass(/\bdark\b/);
  await expect(page.getByRole('button', { name: 'Theme: Light' })).toBeVisible();
});

test('the zone of the chip holds for every time on the page', async ({ page }) => {
  await page.goto(`/users/${learners.carlos.user_id}`);
  const chip = page.getByRole('button', { name: /^Time zone:/ });
  await expect(chip).toHaveAccessibleName('Time zone: America/New York');
  const time = page.getByRole('region', { name: 'Timeline' }).getByRole('listitem').first().locator('time');
  const instant = (await time.getAttribute('datetime')) ?? '';
  const clock = (zone: string): string =>
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(new Date(instant));
  await expect(time.last()).toHaveText(clock('America/New_York'));
  await chip.click();
  await page.getByRole('menuitemradio', { name: /My time zone/ }).click();
  await expect(chip).toHaveAccessibleName('Time zone: Asia/Tokyo');
  await expect(time.last()).toHaveText(clock('Asia/Tokyo'));
});

test('shortcuts lead to every page, show their sheet, and can be switched off', async ({ page }) => {
  await page.goto('/');
  for (const [keys, address] of [
    ['ge', '/events'],
    ['gu', '/users'],
    ['ga', '/anomalies'],
    ['gh', '/'],
  ] as const) {
    for (const key of keys) await page.keyboard.press(key);
    await expect(page).toHaveURL(new RegExp(`:\\d+${address}$`));
  }
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await sheet.getByRole('switch').click();
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  await page.keyboard.press('g');
  await page.keyboard.press('e');
  await page.keyboard.press('?');
  await expect(sheet).toHaveCount(0);
  await expect(page).toHaveURL(/:\d+\/$/);
});
