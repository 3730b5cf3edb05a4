import { learners } from '@activity-hub/hub/demo/demo-person';
import { expect } from '@playwright/test';
import { exceptColours, expectNoSidewaysScroll, expectNoViolations } from './support/axe.ts';
import { locales, test } from './support/console-test.ts';
import { nobody } from './support/signed-in.ts';

const lesson = 'activity.learning.lesson_completed';
const pages = {
  home: '/',
  events: '/events',
  users: '/users',
  user: `/users/${learners.elena.user_id}`,
  anomalies: '/anomalies',
  start: '/start',
  keys: '/keys',
  people: '/people',
  cohorts: '/cohorts',
  audit: '/audit',
  refused: '/refused',
  'refused one by one': '/refused?view=events',
  sources: '/sources',
  schemas: '/schemas',
  schema: `/schemas/${lesson}`,
  'schema compared': `/schemas/${lesson}?tab=compare`,
  'schema tried': `/schemas/${lesson}?tab=try`,
  'schema registered': `/schemas/${lesson}?tab=register`,
  plugins: '/plugins',
  subscriptions: '/subscriptions',
  'a new subscription': '/subscriptions/new',
  'dead letters': '/subscriptions/dead-letters',
  plugin: '/plugins/activity-score',
  'revisions of a plugin': '/plugins/activity-score?tab=versions',
  'health of a plugin': '/plugins/activity-score?tab=health',
  'errors of a plugin': '/plugins/activity-score?tab=errors',
  'log of a plugin': '/plugins/activity-score?tab=logs',
  'permissions of a plugin': '/plugins/activity-score?tab=permissions',
  missing: '/no-such-page',
} as const;

/** Colours do not depend on the language nor widths on the colours: two of the four pairs meet every fault. */
const looks = [
  { locale: 'en', colorScheme: 'light' },
  { locale: 'ru', colorScheme: 'dark' },
] as const;

// By far the longest file: one worker would still be at it when the other has done everything else.
test.describe.configure({ mode: 'parallel' });

for (const [name, path] of Object.entries(pages)) {
  for (const { locale, colorScheme } of looks) {
    test(`${name} in ${locale}, ${colorScheme}, is accessible on a desk and on a phone`, async ({
      page,
      speak,
      expectError,
    }) => {
      if (name === 'missing') expectError(/Failed to load resource.*404/);
      await speak(locale);
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.goto(path, { waitUntil: 'networkidle' });
      await expectNoViolations(page);
      await page.setViewportSize({ width: 360, height: 740 });
      await expectNoViolations(page, exceptColours);
      await expectNoSidewaysScroll(page);
    });
  }
}

test.describe('before the sign-in', () => {
  test.use({ storageState: nobody });
  for (const path of ['/sign-in', '/invitation?token=abc', '/invitation']) {
    for (const locale of locales) {
      test(`${path} is accessible in ${locale}`, async ({ page, speak }) => {
        await speak(locale);
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
          await page.setViewportSize({ width: 1280, height: 800 });
          await page.goto(path, { waitUntil: 'networkidle' });
          await expectNoViolations(page);
          await page.setViewportSize({ width: 360, height: 740 });
          await expectNoSidewaysScroll(page);
        }
      });
    }
  }
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`panels, menus and the sheet of shortcuts are accessible, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const path of ['/events', '/anomalies', '/keys', '/people', '/audit', '/sources']) {
      await page.goto(path);
      await page.locator('a[data-row]').first().click();
      await expect(page.getByRole('complementary').locator('dl').first()).toBeVisible();
      await page.waitForLoadState('networkidle');
      await expectNoViolations(page);
      await page.keyboard.press('Escape');
    }
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectNoViolations(page);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Time zone:/ }).click();
    await expect(page.getByRole('menu')).toBeVisible();
    await expectNoViolations(page);
  });
}

test('the skip link leads past the navigation', async ({ page }) => {
  await page.goto('/events');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('#content')).toBeFocused();
});
