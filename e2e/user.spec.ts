import type { UserScore, UserStreaks, UserSummary, UserTimeline } from '@activity-hub/contracts/activity/user-activity';
import { learners } from '@activity-hub/hub/demo/demo-person';
import { expect, type Locator } from '@playwright/test';
import { test } from './support/console-test.ts';
import { fromHub } from './support/hub-api.ts';

const person = learners.elena;
const number = (value: number): string => new Intl.NumberFormat('en', { maximumFractionDigits: 1 }).format(value);
const dayName = (day: string): string =>
  new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(
    new Date(`${day}T12:00:00Z`),
  );

test('score, streaks, calendar and timeline say what the hub says', async ({ page }) => {
  const path = `/activity/users/${person.user_id}`;
  const summary = await fromHub<UserSummary>(`${path}/summary`);
  const { streaks } = await fromHub<UserStreaks>(`${path}/streaks`);
  const daily = await fromHub<UserScore>(`${path}/score?period=daily`);
  const timeline = await fromHub<UserTimeline>(`${path}/timeline`);
  await page.goto(`/users/${person.user_id}`);

  for (const span of ['day', 'week', 'month'] as const) {
    await expect(page.locator(`[data-score="${span}"]`)).toHaveText(number(summary.score[span]));
  }
  for (const streak of streaks) {
    const unit = streak.streak_type === 'daily' ? 'day' : 'week';
    const text = `${streak.current} ${unit}${streak.current === 1 ? '' : 's'}`;
    await expect(page.locator(`[data-streak="${streak.streak_type}"]`)).toHaveText(text);
  }
  expect(daily.points.length).toBeGreaterThan(10);
  for (const point of daily.points) {
    const events = `${point.events} event${point.events === 1 ? '' : 's'}`;
    await expect(page.locator(`button[data-day="${point.start}"]`)).toHaveAccessibleName(
      `${dayName(point.start)}: ${events}, score ${number(point.score)}`,
    );
  }
  const shown = page.getByRole('region', { name: 'Timeline' }).locator('a[data-row]');
  const expected = timeline.days.flatMap(({ entries }) => entries.map(({ event_id }) => event_id));
  expect(await shown.evaluateAll((links) => links.map((link) => link.getAttribute('data-row')))).toEqual(expected);
});

test('the score is a chart and a table, by day and by week', async ({ page }) => {
  const weekly = await fromHub<UserScore>(`/activity/users/${person.user_id}/score?period=weekly`);
  await page.goto(`/users/${person.user_id}`);
  const card = page.getByRole('region', { name: 'Score over time' });
  await expect(card.locator('.recharts-bar-rectangle').first()).toBeVisible();
  await card.getByRole('radio', { name: 'Weeks' }).click();
  await expect(page).toHaveURL(/period=weekly/);
  await card.getByRole('radio', { name: 'Table' }).click();
  for (const point of weekly.points) {
    const row = card.getByRole('row', { name: `Week of ${dayName(point.start)} ` });
    await expect(row.getByRole('cell').first()).toHaveText(number(point.score));
  }
});

test('the calendar is walked with the arrow keys', async ({ page }) => {
  await page.goto(`/users/${person.user_id}`);
  const calendar = page.getByRole('table', { name: 'Activity calendar' });
  await expect(calendar.locator('button[tabindex="0"]')).toHaveCount(1);
  const today = await calendar.locator('button[tabindex="0"]').getAttribute('data-day');
  await calendar.locator('button[tabindex="0"]').focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowUp');
  const day = await page.evaluate(() => document.activeElement?.getAttribute('data-day'));
  expect(Date.parse(today ?? '') - Date.parse(day ?? '')).toBe(8 * 86_400_000);
  await page.getByRole('link', { name: 'Open its events' }).click();
  await expect(page).toHaveURL(/\/events\?user=.*from=\d+&to=\d+/);
});

test('the list of users finds one by the beginning of the id', async ({ page }) => {
  await page.goto('/users');
  const search = page.getByRole('textbox', { name: 'Find by name or the beginning of the id' });
  await search.fill(person.user_id.slice(0, 8));
  await search.press('Enter');
  await expect(page.getByRole('table', { name: 'Users' }).getByRole('row')).toHaveCount(2);
  await page.getByRole('link', { name: new RegExp(person.user_id.slice(0, 8)) }).click();
  await expect(page).toHaveURL(new RegExp(`/users/${person.user_id}$`));
  await expect(page.getByRole('main').getByText(person.user_id.slice(0, 8)).first()).toBeVisible();
});

test('a user page comes with its data', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/api/trpc')) asked.push(request.url());
  });
  await page.goto(`/users/${person.user_id}`, { waitUntil: 'networkidle' });
  await expect(page.getByRole('region', { name: 'Streaks' })).toBeVisible();
  expect(asked).toEqual([]);
});

/** What is wider than its dialog: its end is out of sight. */
function overflowing(dialog: Locator): Promise<string[]> {
  return dialog.evaluate((element) =>
    [...element.querySelectorAll('*')]
      .filter((part) => part.getBoundingClientRect().right > element.getBoundingClientRect().right)
      .map((part) => part.outerHTML.slice(0, 160)),
  );
}

test('says which events made a score and a streak, page by page', async ({ page }) => {
  const { points } = await fromHub<UserScore>(`/activity/users/${person.user_id}/score?period=daily`);
  const newest = points.at(-1);
  if (newest === undefined) throw new Error('The demo gives everybody a score.');
  await page.goto(`/users/${person.user_id}`);
  await page.getByRole('button', { name: 'Why this score?' }).click();
  const dialog = page.getByRole('dialog', { name: 'Why this score' });
  await expect(dialog.locator('[data-explained]')).toHaveAttribute('data-explained', String(newest.score));
  await expect(dialog.getByRole('table', { name: 'Points by type' }).getByRole('row')).toHaveCount(
    Object.keys(newest.counts).length + 1,
  );
  await page.setViewportSize({ width: 360, height: 740 });
  expect(await overflowing(dialog)).toEqual([]);
  await dialog.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('region', { name: 'Streaks' }).getByRole('button', { name: 'Why?' }).click();
  const streaks = page.getByRole('dialog', { name: 'Why these streaks' });
  await expect(streaks.locator('[data-folded]')).toHaveAttribute('data-folded', '50');
  await streaks.getByRole('button', { name: 'More' }).click();
  await expect(streaks.locator('[data-explained-event]')).toHaveCount(100);
  await expect(streaks.locator('[data-folded]')).toHaveAttribute('data-folded', '100');
  expect(await overflowing(streaks)).toEqual([]);
  await streaks.getByRole('link').first().click();
  await expect(page).toHaveURL(/\/events\?user=.*peek=/);
});
