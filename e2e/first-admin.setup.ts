import { expect } from '@playwright/test';
import { expectNoSidewaysScroll, expectNoViolations } from './support/axe.ts';
import { locales, test } from './support/console-test.ts';
import { admin, adminSession, nobody } from './support/signed-in.ts';

test.describe.configure({ mode: 'serial' });
test.use({ storageState: nobody });

for (const locale of locales) {
  test(`a new hub asks for its first admin, accessibly, in ${locale}`, async ({ page, speak }) => {
    await speak(locale);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.goto('/events');
      await expect(page).toHaveURL(/\/setup$/);
      await expectNoViolations(page);
      await page.setViewportSize({ width: 360, height: 740 });
      await expectNoSidewaysScroll(page);
    }
  });
}

test('the first admin is made once, and is signed in', async ({ page }) => {
  await page.goto('/');
  await expect(page).toHaveURL(/\/setup$/);
  await page.getByRole('button', { name: 'Make the admin account' }).click();
  await expect(page.getByRole('textbox', { name: 'Your name' })).toHaveAccessibleDescription(/Write your name/);
  await page.getByRole('textbox', { name: 'Your name' }).fill(admin.name);
  await page.getByRole('textbox', { name: 'E-mail' }).fill(admin.email);
  await page.getByRole('textbox', { name: 'New password' }).fill(admin.password);
  await page.getByRole('textbox', { name: 'The password again' }).fill('something else');
  await page.getByRole('button', { name: 'Make the admin account' }).click();
  await expect(page.getByText('The two passwords differ.')).toBeVisible();
  await page.getByRole('textbox', { name: 'The password again' }).fill(admin.password);
  await page.getByRole('button', { name: 'Make the admin account' }).click();
  await expect(page).toHaveURL(/\/start$/);
  await expect(page.getByRole('button', { name: `Account: ${admin.name}` })).toBeVisible();
  await page.context().storageState({ path: adminSession() });
  await page.goto('/setup');
  await expect(page).toHaveURL(/:\d+\/$/);
});
