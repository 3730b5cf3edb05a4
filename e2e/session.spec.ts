import { expect } from '@playwright/test';
import { test } from './support/console-test.ts';
import { admin, nobody, signIn } from './support/signed-in.ts';

test.use({ storageState: nobody });

test('whoever is not signed in is led to the sign-in and back to where they wanted to be', async ({
  page,
  expectError,
}) => {
  expectError(/Failed to load resource.*401/);
  await page.goto('/events?type=activity.work.*');
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await expect(page.getByRole('navigation')).toHaveCount(0);
  await signIn(page, { email: admin.email, password: 'not the password at all' });
  await expect(page.getByRole('alert').filter({ hasText: 'do not belong together' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Password' })).toBeFocused();
  await signIn(page, admin);
  await expect(page).toHaveURL(/\/events\?type=activity\.work\.\*/);
  await expect(page.locator('a[data-row]').first()).toBeVisible();
});

test('signing out ends the session: Back shows nothing of it', async ({ page }) => {
  await page.goto('/sign-in?next=/users');
  await signIn(page, admin);
  await expect(page).toHaveURL(/\/users$/);
  await page.getByRole('button', { name: `Account: ${admin.name}` }).click();
  await expect(page.getByRole('menu')).toContainText(admin.email);
  await expect(page.getByRole('menu')).toContainText('Admin');
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  await page.goto('/users');
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fusers$/);
});

test('a link cannot lead to another site after the sign-in', async ({ page }) => {
  await page.goto('/sign-in?next=//evil.example/');
  await signIn(page, admin);
  await expect(page).toHaveURL(/:\d+\/$/);
});

test('a page of another site changes nothing in the name of the person', async ({ request }) => {
  for (const path of ['/api/trpc/keys.make', '/api/auth/sign-out', '/api/demo']) {
    const answer = await request.post(path, {
      data: {},
      headers: { origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'cross-site' },
    });
    expect(answer.status(), path).toBe(403);
  }
});
