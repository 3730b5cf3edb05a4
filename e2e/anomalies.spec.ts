import type { CasePage } from '@activity-hub/contracts/activity/anomaly-case';
import { robot } from '@activity-hub/hub/demo/demo-person';
import { expect } from '@playwright/test';
import { test } from './support/console-test.ts';
import { fromHub } from './support/hub-api.ts';

test('the bot of the demo is a case, with what was seen against what is normal', async ({ page }) => {
  const { items } = await fromHub<CasePage>(`/activity/anomalies?user_id=${robot.user_id}`);
  const anomaly = items[0];
  expect(anomaly).toBeDefined();
  await page.goto('/anomalies');
  await page.locator(`a[data-row="${anomaly?.case_id}"]`).click();
  await expect(page).toHaveURL(new RegExp(`peek=${anomaly?.case_id}`));
  const panel = page.getByRole('complementary', { name: 'Anomaly' });
  await expect(panel.getByRole('heading', { name: 'Overactivity' })).toBeVisible();
  const seen = Number(anomaly?.evidence['events_in_hour']);
  await expect(panel.getByRole('region', { name: 'Evidence' })).toContainText(String(seen));
  await panel.getByRole('region', { name: 'Contributing events' }).getByRole('link').first().click();
  await expect(page).toHaveURL(new RegExp(`/events\\?peek=${anomaly?.event_ids[0]}`));
  await expect(page.getByRole('complementary', { name: 'Event' })).toContainText(robot.user_id);
});

test('filters by status and severity live in the address', async ({ page }) => {
  await page.goto('/anomalies');
  await page.getByRole('combobox', { name: 'Status' }).selectOption('dismissed');
  await expect(page).toHaveURL(/status=dismissed/);
  await expect(page.getByRole('heading', { name: 'Nothing matches' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('combobox', { name: 'Status' })).toHaveValue('dismissed');
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(page.locator('a[data-row]').first()).toBeVisible();
});

test('a case is escalated in three clicks, and the log says so', async ({ page }) => {
  const { items } = await fromHub<CasePage>(`/activity/anomalies?user_id=${robot.user_id}`);
  await page.goto(`/anomalies?peek=${items[0]?.case_id}`);
  const panel = page.getByRole('complementary', { name: 'Anomaly' });
  await panel.getByRole('button', { name: 'Escalate' }).click();
  const dialog = page.getByRole('alertdialog').or(page.getByRole('dialog'));
  await dialog.getByRole('textbox').fill('somebody has to look at this bot');
  await dialog.getByRole('button', { name: 'Escalate' }).click();
  await expect(page.getByText('The case was escalated')).toBeVisible();
  const address = `/activity/events?type=activity.case.escalated&user_id=${robot.user_id}`;
  await expect
    .poll(async () => JSON.stringify((await fromHub<{ items: unknown[] }>(address)).items))
    .toContain('somebody has to look at this bot');
});
