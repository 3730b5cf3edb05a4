import { randomUUID } from 'node:crypto';
import { learners } from '@activity-hub/hub/demo/demo-person';
import { expect, type Page } from '@playwright/test';
import { expectNoViolations } from './support/axe.ts';
import { test } from './support/console-test.ts';
import { nobody } from './support/signed-in.ts';

/** Invites somebody and lets them choose their password, in a browser of their own. */
async function joins(
  page: Page,
  newDesk: () => Promise<Page>,
  person: { readonly name: string; readonly email: string; readonly password: string; readonly cohort?: string },
): Promise<Page> {
  await page.goto('/people');
  await page.getByRole('button', { name: 'Invite' }).click();
  const form = page.getByRole('dialog', { name: 'Invite a person' });
  await form.getByRole('textbox', { name: 'Name' }).fill(person.name);
  await form.getByRole('textbox', { name: 'E-mail' }).fill(person.email);
  if (person.cohort !== undefined) await form.getByRole('checkbox', { name: person.cohort }).check();
  await form.getByRole('button', { name: 'Make the link' }).click();
  const link = (await page.locator('[data-secret]').textContent()) ?? '';
  await page.getByRole('button', { name: 'I have sent it' }).click();
  const desk = await newDesk();
  await desk.goto(link);
  await desk.getByRole('textbox', { name: 'New password' }).fill(person.password);
  await desk.getByRole('textbox', { name: 'The password again' }).fill(person.password);
  await desk.getByRole('button', { name: 'Choose the password' }).click();
  await expect(desk.getByRole('button', { name: `Account: ${person.name}` })).toBeVisible();
  return desk;
}

test('a mentor is invited, and sees the own cohort without personal data', async ({ page, browser, baseURL }) => {
  const cohort = `Autumn ${randomUUID().slice(0, 8)}`;
  const mentor = {
    name: 'Mina Mentor',
    email: `mina-${randomUUID().slice(0, 8)}@hub.example`,
    password: 'another quiet sentence',
  };

  await page.goto('/cohorts');
  await page.getByRole('button', { name: 'Make a cohort' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill(cohort);
  await page.getByRole('dialog').getByRole('button', { name: 'Make the cohort' }).click();
  await expect(page.getByRole('heading', { level: 1, name: cohort })).toBeVisible();
  await page
    .getByRole('textbox', { name: 'Lines' })
    .fill(`${learners.elena.user_id},Elena,Europe/Moscow\nnot-an-id,Nobody,\n`);
  await page.getByRole('button', { name: 'Add the members' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Added: 1' })).toContainText('Refused: 1');
  await expect(page.locator('[data-verdict="refused"]')).toContainText('Line 2');
  await expect(page.getByRole('table', { name: 'Members' }).getByRole('link', { name: 'Elena' })).toBeVisible();

  await expectNoViolations(page);

  const theirs = await browser.newContext({ storageState: nobody, ...(baseURL === undefined ? {} : { baseURL }) });
  const desk = await joins(page, () => theirs.newPage(), { ...mentor, cohort });

  const navigation = desk.getByRole('navigation').first();
  await expect(navigation.getByRole('link', { name: 'Events' })).toBeVisible();
  for (const place of ['Keys', 'People', 'Schemas', 'Refused', 'Audit']) {
    await expect(navigation.getByRole('link', { name: place })).toHaveCount(0);
  }
  await desk.goto('/');
  await expect(desk.getByRole('region', { name: 'Events over time' })).toBeVisible();
  await expect(desk.getByRole('region', { name: 'Processing' })).toHaveCount(0);
  await desk.goto('/users');
  await expect(desk.getByRole('table', { name: 'Users' }).getByRole('row')).toHaveCount(2);
  await desk.goto(`/users/${learners.elena.user_id}`);
  await expect(desk.getByRole('region', { name: 'Streaks' })).toBeVisible();
  await desk.goto(`/users/${learners.dmitri.user_id}`);
  await expect(desk.getByRole('heading', { name: 'This person is not in your cohorts' })).toBeVisible();
  await expectNoViolations(desk);
  await desk.goto('/keys');
  await expect(desk.getByRole('heading', { name: 'This page is for admins' })).toBeVisible();
  await theirs.close();

  await page.goto(`/users/${learners.elena.user_id}`);
  await expect(page.getByRole('region', { name: 'Who viewed this person' })).toContainText(mentor.name);
  await page.goto('/audit');
  await expect(page.getByRole('table', { name: 'Audit' })).toContainText('Person invited');
});

test('a disabled person is out, and may come back', async ({ page, browser, baseURL, expectError }) => {
  expectError(/Failed to load resource.*401/);
  const person = {
    name: 'Dora',
    email: `dora-${randomUUID().slice(0, 8)}@hub.example`,
    password: 'yet another quiet one',
  };
  const theirs = await browser.newContext({ storageState: nobody, ...(baseURL === undefined ? {} : { baseURL }) });
  const desk = await joins(page, () => theirs.newPage(), person);

  await page
    .getByRole('row', { name: new RegExp(person.email) })
    .getByRole('link')
    .click();
  const panel = page.getByRole('complementary', { name: 'Person' });
  await panel.getByRole('button', { name: 'Disable' }).click();
  await expect(panel.getByText('Disabled', { exact: true })).toBeVisible();
  await expect
    .poll(async () => {
      await desk.goto('/events');
      return new URL(desk.url()).pathname;
    })
    .toBe('/sign-in');
  await panel.getByRole('button', { name: 'Enable' }).click();
  await expect(panel.getByText('Active', { exact: true })).toBeVisible();
  await theirs.close();
});
