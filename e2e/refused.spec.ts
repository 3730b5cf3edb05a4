import { randomUUID } from 'node:crypto';
import type { ActivityEvent, RecordedEvent } from '@activity-hub/contracts/event';
import { expect, type Page } from '@playwright/test';
import { expectNoSidewaysScroll, expectNoViolations } from './support/axe.ts';
import { locales, test } from './support/console-test.ts';
import { fromHub, sendEvents } from './support/hub-api.ts';

/** A source of its own for each test, so that none sees the refusals of another. */
const newSource = () => `refused-${randomUUID().slice(0, 8)}`;

const lesson = (source: string, timestamp: string): ActivityEvent => ({
  event_id: randomUUID(),
  event_type: 'activity.learning.lesson_completed',
  event_version: '1.0.0',
  timestamp,
  source_system: source,
  user_id: '3ab871b9-b242-4799-89db-759b9da33447',
  payload: { course_id: source, lesson_id: 'lesson-1' },
});

async function refuse(source: string, count: number): Promise<readonly ActivityEvent[]> {
  const events = Array.from({ length: count }, () => lesson(source, 'yesterday'));
  const answer = await sendEvents(events);
  expect(answer.refused).toBe(count);
  return events;
}

async function recordedOf(source: string): Promise<readonly RecordedEvent[]> {
  return (await fromHub<{ items: RecordedEvent[] }>(`/activity/events?source=${source}`)).items;
}

async function openGroup(page: Page, source: string): Promise<void> {
  await page.goto(`/refused?source=${source}`);
  await page.getByRole('link', { name: 'Time is no real instant' }).click();
  await expect(page).toHaveURL(/group=/);
  await expect(page.getByRole('heading', { name: 'Time is no real instant' })).toBeVisible();
}

test('one refused event is found by its reason, corrected, tried and published', async ({ page }) => {
  const source = newSource();
  const [sent] = await refuse(source, 1);
  await openGroup(page, source);
  await page.getByRole('table', { name: 'Refused events' }).getByRole('link').first().click();
  const panel = page.getByRole('complementary', { name: 'Refused event' });
  await expect(panel.locator('mark')).toHaveText('"timestamp": "yesterday"');

  const text = panel.getByRole('textbox', { name: 'Text' });
  const publish = panel.getByRole('button', { name: 'Publish', exact: true });
  const check = panel.getByRole('button', { name: 'Check', exact: true });
  await expect(publish).toBeDisabled();
  await text.fill('{"event_type":');
  await expect(text).toHaveAccessibleDescription(/Not JSON/);
  await text.fill(JSON.stringify({ ...sent, timestamp: 'tomorrow' }, null, 2));
  await check.click();
  await expect(panel.getByText('It would be refused: Time is no real instant')).toBeVisible();
  await expect(publish).toBeDisabled();

  const timestamp = '2026-11-20T10:00:00.000Z';
  await text.fill(JSON.stringify({ ...sent, timestamp }, null, 2));
  await check.click();
  await expect(panel.getByText('It would be taken')).toBeVisible();
  await expect(panel.getByRole('table', { name: 'Changes' })).toContainText(`+ "${timestamp}"`);
  expect(await recordedOf(source)).toEqual([]);
  await publish.click();
  await expect(panel.getByText('Published', { exact: true })).toBeVisible();
  await expect(panel.getByText(/^Repaired by Ada Admin/)).toBeVisible();
  await panel.getByRole('link', { name: 'See the event' }).first().click();
  await expect(page).toHaveURL(new RegExp(`/events\\?peek=${sent?.event_id}`));
  await expect(page.getByRole('complementary', { name: 'Event' })).toContainText(source);

  await page.goto(`/refused?source=${source}`);
  await expect(page.getByRole('heading', { name: 'Nothing matches' })).toBeVisible();
  await page.getByRole('combobox', { name: 'State' }).selectOption('resubmitted');
  await expect(page).toHaveURL(/state=resubmitted/);
  await expect(page.getByRole('link', { name: 'Time is no real instant' })).toBeVisible();
});

test('many with one reason are repaired by the same steps, as many as were estimated', async ({ page }) => {
  const source = newSource();
  const sent = await refuse(source, 5);
  await openGroup(page, source);
  await page.getByRole('button', { name: 'Repair all' }).click();
  const dialog = page.getByRole('dialog', { name: 'Repair many' });
  await expect(dialog.getByRole('textbox', { name: 'Place' })).toHaveValue('/timestamp');
  await dialog.getByRole('textbox', { name: 'Place' }).fill('timestamp');
  await dialog.getByRole('button', { name: 'Preview' }).click();
  await expect(dialog.getByText('A place begins with /')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Place' }).fill('/timestamp');
  await dialog.getByRole('textbox', { name: 'Value' }).fill('2026-11-20T10:00:00Z');
  await dialog.getByRole('button', { name: 'Preview' }).click();
  await expect(dialog.getByText('5 events would be repaired')).toBeVisible();
  await expect(dialog.getByText('5 of 5 samples would be taken')).toBeVisible();
  await expect(dialog.getByRole('table', { name: 'Changes' }).first()).toContainText('− "yesterday"');
  await expectNoViolations(page);

  const start = dialog.getByRole('button', { name: 'Repair 5 events' });
  await expect(start).toBeDisabled();
  await dialog.getByRole('textbox', { name: 'Type 5 to confirm' }).fill('5');
  await start.click();
  const run = page.getByRole('region', { name: 'Repair of many' });
  await expect(run).toContainText('Finished');
  await expect(run.locator('[data-count="resubmitted"]')).toContainText('5');
  await expect(run.locator('[data-count="untouched"]')).toContainText('0');
  const ids = sent.map(({ event_id }) => event_id).toSorted();
  // Filters by source ask the analytics store, which follows the log.
  await expect.poll(async () => (await recordedOf(source)).map(({ event_id }) => event_id).toSorted()).toEqual(ids);
  await expect(page.getByRole('heading', { name: 'Nothing matches' })).toBeVisible();

  // The run is in the address: a reload tells the same.
  await page.reload();
  await expect(run.locator('[data-count="resubmitted"]')).toContainText('5');
  await run.getByRole('button', { name: 'Hide' }).click();
  await expect(run).toHaveCount(0);
});

test('a repair of many is cancelled on its way, and tells what it left', async ({ page }) => {
  const source = newSource();
  for (let batch = 0; batch < 8; batch++) await refuse(source, 500);
  await openGroup(page, source);
  await page.getByRole('button', { name: 'Repair all' }).click();
  const dialog = page.getByRole('dialog', { name: 'Repair many' });
  await dialog.getByRole('textbox', { name: 'Value' }).fill('2026-11-20T10:00:00Z');
  await dialog.getByRole('button', { name: 'Preview' }).click();
  await dialog.getByRole('textbox', { name: 'Type 4000 to confirm' }).fill('4000');
  await dialog.getByRole('button', { name: 'Repair 4,000 events' }).click();
  const run = page.getByRole('region', { name: 'Repair of many' });
  await run.getByRole('button', { name: 'Cancel' }).click();
  await expect(run).toContainText('Cancelled');
  const count = async (name: string): Promise<number> =>
    Number((await run.locator(`[data-count="${name}"] dd`).textContent())?.replaceAll(',', ''));
  expect(await count('untouched')).toBeGreaterThan(0);
  expect((await count('resubmitted')) + (await count('untouched'))).toBe(4_000);
  await expect(page.getByRole('table', { name: 'Refused events' }).getByRole('link').first()).toBeVisible();
});

test('one is discarded with a reason, then the others', async ({ page }) => {
  const source = newSource();
  await refuse(source, 3);
  await page.goto(`/refused?source=${source}&view=events`);
  await page.getByRole('table', { name: 'Refused events' }).getByRole('link').first().click();
  const panel = page.getByRole('complementary', { name: 'Refused event' });
  await panel.getByRole('button', { name: 'Discard' }).click();
  const one = page.getByRole('dialog', { name: 'Discard this event?' });
  await expect(one.getByRole('button', { name: 'Discard' })).toBeDisabled();
  await one.getByRole('textbox', { name: 'Reason' }).fill('A test of the producer');
  await one.getByRole('button', { name: 'Discard' }).click();
  await expect(panel.getByText('Discarded by Ada Admin: A test of the producer')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);

  await page.getByRole('button', { name: 'Discard all' }).click();
  const many = page.getByRole('dialog', { name: 'Discard many?' });
  await expect(many).toContainText('2 events are settled without being published');
  await many.getByRole('textbox', { name: 'Reason' }).fill('Sent by mistake');
  await many.getByRole('textbox', { name: 'Type 2 to confirm' }).fill('2');
  await many.getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing matches' })).toBeVisible();
  await page.getByRole('combobox', { name: 'State' }).selectOption('discarded');
  await expect(page.getByRole('table', { name: 'Refused events' }).getByRole('link')).toHaveCount(3);
  expect(await recordedOf(source)).toEqual([]);
});

for (const locale of locales) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`reasons, a refused event and its repair are accessible in ${locale}, ${colorScheme}`, async ({
      page,
      speak,
    }) => {
      const source = newSource();
      await refuse(source, 1);
      await speak(locale);
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.goto(`/refused?source=${source}`);
      await expect(page.locator('a[data-row]')).toBeVisible();
      await expectNoViolations(page);
      await page.locator('a[data-row]').click();
      await expect(page).toHaveURL(/group=/);
      await page.locator('a[data-row]').click();
      const panel = page.getByRole('complementary');
      await panel.getByRole('button', { name: /^(Check|Проверить)$/ }).click();
      await expect(panel.getByText(/^(It would be refused|Будет отклонено)/)).toBeVisible();
      await expectNoViolations(page);
      await page.setViewportSize({ width: 360, height: 740 });
      await expectNoViolations(page);
      await expectNoSidewaysScroll(page);
      await page.keyboard.press('Escape');
      await expect(panel).toHaveCount(0);
      await page.getByRole('button', { name: /^(Filters|Отбор)/ }).click();
      await expect(page.getByRole('combobox').first()).toBeVisible();
      await expectNoViolations(page);
      await expectNoSidewaysScroll(page);
    });
  }
}
