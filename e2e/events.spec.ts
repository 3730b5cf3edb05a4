import type { EventPage } from '@activity-hub/contracts/activity/event-search';
import { expect, type Page } from '@playwright/test';
import { test } from './support/console-test.ts';
import { fromHub } from './support/hub-api.ts';

const rows = (page: Page) => page.getByRole('table', { name: 'Events' }).locator('a[data-row]');
const panel = (page: Page) => page.getByRole('complementary', { name: 'Event' });

/** As a keyboard with a Cyrillic layout sends it. */
async function pressCyrillic(page: Page, key: string, code: string): Promise<void> {
  await page.evaluate(
    ([pressed, place]) => {
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: pressed, code: place, bubbles: true }));
    },
    [key, code] as const,
  );
}

test('a filter by type lives in the address: it survives a reload, and Back takes it away', async ({ page }) => {
  await page.goto('/events');
  const all = await rows(page).count();
  await page.getByRole('combobox', { name: 'Type or pattern' }).fill('activity.work.*');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/type=activity\.work\.\*/);
  const onlyWork = async (): Promise<void> => {
    await expect(rows(page).first()).toBeVisible();
    await expect(page.locator('a[data-row] [title^="activity."]:not([title^="activity.work."])')).toHaveCount(0);
  };
  await onlyWork();
  await page.reload();
  await onlyWork();
  await expect(page.getByRole('combobox', { name: 'Type or pattern' })).toHaveValue('activity.work.*');
  await page.goBack();
  await expect(page).toHaveURL(/\/events$/);
  await expect(page.locator('a[data-row] [title^="activity."]:not([title^="activity.work."])').first()).toBeVisible();
  expect(await rows(page).count()).toBeGreaterThanOrEqual(Math.min(all, 20));
});

test('nothing matches is not nothing yet: it offers the way back', async ({ page }) => {
  await page.goto('/events?source=nobody-sends-this');
  await expect(page.getByRole('heading', { name: 'Nothing matches' })).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).last().click();
  await expect(rows(page).first()).toBeVisible();
});

test('the panel opens, walks and closes by keyboard, in any layout, and gives the focus back', async ({ page }) => {
  const { items } = await fromHub<EventPage>('/activity/events?limit=3');
  const [first, second, third] = items.map(({ event_id }) => event_id);
  await page.goto('/events');
  await page.keyboard.press('j');
  await expect(page.locator(`a[data-row="${first}"]`)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`peek=${first}`));
  await expect(panel(page).getByText(first ?? '', { exact: true })).toBeVisible();
  await page.keyboard.press('j');
  await expect(page).toHaveURL(new RegExp(`peek=${second}`));
  await pressCyrillic(page, 'о', 'KeyJ');
  await expect(page).toHaveURL(new RegExp(`peek=${third}`));
  await page.keyboard.press('k');
  await expect(page).toHaveURL(new RegExp(`peek=${second}`));
  await expect(panel(page).getByText(second ?? '', { exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(panel(page)).toHaveCount(0);
  await expect(page.locator(`a[data-row="${second}"]`)).toBeFocused();
});

test('the panel shows the payload, finds a key in it, and stays after a reload', async ({ page }) => {
  const { items } = await fromHub<EventPage>('/activity/events?type=activity.learning.lesson_completed&limit=1');
  const event = items[0];
  const texts = Object.entries(event?.payload ?? {}).flatMap(([key, value]) =>
    typeof value === 'string' ? [{ key, value }] : [],
  );
  const { key, value } = texts[0] ?? { key: 'no text in the payload', value: '' };
  await page.goto(`/events?peek=${event?.event_id}`);
  await expect(panel(page).locator('[data-json]').first()).toContainText(value);
  await panel(page).getByRole('textbox', { name: 'Search in: Payload' }).fill(key);
  await expect(panel(page).getByText('1 match', { exact: true })).toBeVisible();
  await page.reload();
  await expect(panel(page).getByText(event?.event_id ?? '', { exact: true })).toBeVisible();
});

test('scrolling loads further pages and keeps few rows in the page', async ({ page }) => {
  await page.goto('/events');
  await expect(rows(page).first()).toBeVisible();
  for (const loaded of [200, 300]) {
    // Again until it happened: rows that were just loaded make the page longer a moment after the count says so.
    await expect(async () => {
      await page.evaluate(() => window.scrollTo({ top: document.body.scrollHeight }));
      await expect(page.getByText(`${loaded} events loaded`)).toBeVisible({ timeout: 1_000 });
    }).toPass();
  }
  expect(await rows(page).count()).toBeLessThanOrEqual(80);
  const index = Number(await page.locator('tr[aria-rowindex]').last().getAttribute('aria-rowindex'));
  expect(index).toBeGreaterThan(100);
});

// Where nothing moves the browser looks sooner for what it should hold in place.
for (const reducedMotion of ['no-preference', 'reduce'] as const)
  test(`a reader stays where they scrolled to, and a reload keeps them there (motion: ${reducedMotion})`, async ({
    page,
  }) => {
    await page.emulateMedia({ reducedMotion });
    await page.goto('/events', { waitUntil: 'networkidle' });
    await page.evaluate(() => window.scrollTo({ top: 1_600 }));
    await expect(page.locator('tr[aria-rowindex="50"]')).toBeVisible();
    await page.reload({ waitUntil: 'networkidle' });
    await expect(page.locator('tr[aria-rowindex="50"]')).toBeVisible();
    expect(await page.evaluate(() => window.scrollY)).toBe(1_600);
  });

for (const path of ['/', '/events', '/users', '/anomalies']) {
  test(`${path} comes with its data: the browser asks for nothing after it`, async ({ page }) => {
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('/api/trpc')) asked.push(request.url());
    });
    await page.goto(path, { waitUntil: 'networkidle' });
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect(asked).toEqual([]);
  });
}
