import { expect } from '@playwright/test';
import { test } from './support/console-test.ts';

test('when the hub is away the page says so, and trying again brings the rows', async ({ page, expectError }) => {
  expectError(/Failed to load resource|net::ERR_FAILED/);
  await page.goto('/events');
  await page.route('**/api/trpc/**', (route) => route.abort());
  await page.getByRole('combobox', { name: 'Time range' }).selectOption('90d');
  await expect(page.getByRole('alert').getByText('The hub does not answer')).toBeVisible();
  await page.unroute('**/api/trpc/**');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('table', { name: 'Events' }).locator('a[data-row]').first()).toBeVisible();
});

test('a refused question shows what is wrong with it and the id of the request', async ({ page, expectError }) => {
  expectError(/Failed to load resource.*400/);
  await page.goto('/events?user=not-a-uuid');
  const alert = page.getByRole('alert').filter({ hasText: 'filter that is not valid' });
  await expect(alert).toContainText('user_id');
  await expect(alert.locator('code')).not.toBeEmpty();
});
