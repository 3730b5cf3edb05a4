import { randomUUID } from 'node:crypto';
import type { Invitation } from '@activity-hub/contracts/access/person';
import type { SourcePolicy } from '@activity-hub/contracts/schema/source-policy';
import { expect } from '@playwright/test';
import { expectNoSidewaysScroll, expectNoViolations } from './support/axe.ts';
import { locales, test } from './support/console-test.ts';
import { fromHub, sendEvents, toHub } from './support/hub-api.ts';
import { nobody } from './support/signed-in.ts';

async function sourceWithRefusals(): Promise<string> {
  const source = `source-${randomUUID().slice(0, 8)}`;
  const events = [new Date(Date.now() - 60_000).toISOString(), 'yesterday', 'tomorrow'].map((timestamp) => ({
    event_id: randomUUID(),
    event_type: 'activity.learning.lesson_completed',
    event_version: '1.0.0',
    timestamp,
    source_system: source,
    user_id: '3ab871b9-b242-4799-89db-759b9da33447',
    payload: { course_id: source, lesson_id: 'lesson-1' },
  }));
  const answer = await sendEvents(events);
  expect(answer).toMatchObject({ accepted: 1, refused: 2 });
  return source;
}

const policyOf = async (source: string) =>
  (await fromHub<{ items: SourcePolicy[] }>('/activity/source-policies')).items.find((one) => one.source === source)
    ?.unknown_types;

test('a source shows what is refused of it, leads there, and its policy is changed and taken back', async ({
  page,
}) => {
  const source = await sourceWithRefusals();
  await expect(async () => {
    await page.goto('/sources');
    const row = page.getByRole('row', { name: new RegExp(source) });
    await expect(row).toContainText('Some refused', { timeout: 1_000 });
    await expect(row).toContainText('66.7%', { timeout: 1_000 });
  }).toPass();
  await page.getByRole('link', { name: source, exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`peek=${source}`));
  const panel = page.getByRole('complementary', { name: 'Source' });
  await expect(panel).toContainText('1 taken, 2 refused');
  await expect(panel).toContainText('2 events to repair');

  await panel.getByRole('radio', { name: 'Keep unvalidated' }).click();
  await expect(panel.getByText('They are recorded without a check, and marked so.')).toBeVisible();
  expect(await policyOf(source)).toBe('keep');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(panel.getByText('They are refused and wait for a repair.')).toBeVisible();
  expect(await policyOf(source)).toBe('refuse');

  await expect(panel.getByRole('link', { name: 'Its keys' })).toHaveAttribute('href', `/keys?source=${source}`);
  await panel.getByRole('link', { name: 'Its refused events' }).click();
  await expect(page).toHaveURL(new RegExp(`/refused\\?source=${source}`));
  await expect(page.getByRole('link', { name: 'Time is no real instant' })).toBeVisible();
});

for (const locale of locales) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`a source beside the list is accessible in ${locale}, ${colorScheme}`, async ({ page, speak }) => {
      const source = await sourceWithRefusals();
      await speak(locale);
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await expect(async () => {
        await page.goto(`/sources?peek=${source}`);
        await expect(page.getByRole('complementary').locator('dl')).toBeVisible({ timeout: 1_000 });
      }).toPass();
      await page.waitForLoadState('networkidle');
      await expectNoViolations(page);
      await page.setViewportSize({ width: 360, height: 740 });
      await expectNoViolations(page);
      await expectNoSidewaysScroll(page);
    });
  }
}

test('a mentor finds neither refused events nor sources nor plugins', async ({ browser, baseURL }) => {
  const { invitation } = await toHub<{ invitation: Invitation }>('/activity/people', {
    name: 'Mona Mentor',
    email: `mona-${randomUUID().slice(0, 8)}@hub.example`,
    role: 'mentor',
  });
  const theirs = await browser.newContext({ storageState: nobody, ...(baseURL === undefined ? {} : { baseURL }) });
  const desk = await theirs.newPage();
  await desk.goto(`/invitation?token=${encodeURIComponent(invitation.token)}`);
  await desk.getByRole('textbox', { name: 'New password' }).fill('one more quiet sentence');
  await desk.getByRole('textbox', { name: 'The password again' }).fill('one more quiet sentence');
  await desk.getByRole('button', { name: 'Choose the password' }).click();
  await expect(desk.getByRole('button', { name: 'Account: Mona Mentor' })).toBeVisible();
  for (const [path, name] of [
    ['/refused', 'Refused'],
    ['/refused?view=events', 'Refused'],
    ['/sources', 'Sources'],
    ['/plugins', 'Plugins'],
  ] as const) {
    await desk.goto(path);
    await expect(desk.getByRole('heading', { name: 'This page is for admins' })).toBeVisible();
    await expect(desk.getByRole('navigation').first().getByRole('link', { name })).toHaveCount(0);
    await expectNoViolations(desk);
  }
  await theirs.close();
});
