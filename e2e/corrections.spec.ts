import { randomUUID } from 'node:crypto';
import type { CorrectionState } from '@activity-hub/contracts/activity/event-correction';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import { expect } from '@playwright/test';
import { expectNoSidewaysScroll, expectNoViolations } from './support/axe.ts';
import { test } from './support/console-test.ts';
import { fromHub, sendEvents } from './support/hub-api.ts';

/** Of a person of its own, whose figures no other test looks at. */
async function wrongLesson(user_id: string = randomUUID()): Promise<string> {
  const event_id = randomUUID();
  const { accepted } = await sendEvents([
    {
      event_id,
      event_type: 'activity.learning.lesson_completed',
      event_version: '1.0.0',
      timestamp: '2026-03-10T09:00:00.000Z',
      source_system: 'lms',
      user_id,
      payload: { lesson_id: 'wrong' },
    },
  ]);
  expect(accepted).toBe(1);
  return event_id;
}

test('an event that should not have been is taken back with a reason', async ({ page }) => {
  const eventId = await wrongLesson();
  await page.goto(`/events?peek=${eventId}`);
  const panel = page.getByRole('complementary', { name: 'Event' });
  await panel.getByRole('button', { name: 'Take back' }).click();
  const dialog = page.getByRole('dialog', { name: 'Take this event back?' });
  await expect(dialog.getByRole('button', { name: 'Take back' })).toBeDisabled();
  await dialog.getByRole('textbox').fill('Sent twice by the import');
  await expectNoViolations(page);
  await dialog.getByRole('button', { name: 'Take back' }).click();
  const note = panel.getByRole('region', { name: 'Taken back' });
  await expect(note).toContainText('Voided');
  await expect(note).toContainText('Sent twice by the import');
  await expect(panel.getByRole('button', { name: 'Take back' })).toHaveCount(0);
  await note.getByRole('link', { name: 'The correction' }).click();
  await expect(panel.getByRole('heading', { level: 2 })).not.toContainText('Lesson');
});

test('an event that said the wrong thing is replaced, and leads to what counts now', async ({ page }) => {
  const eventId = await wrongLesson();
  await page.goto(`/events?peek=${eventId}`);
  const panel = page.getByRole('complementary', { name: 'Event' });
  await panel.getByRole('button', { name: 'Replace' }).click();
  const dialog = page.getByRole('dialog', { name: 'Replace this event' });
  const payload = dialog.getByRole('textbox', { name: 'Payload' });
  await payload.fill('{ "lesson_id": ');
  await dialog.getByRole('button', { name: 'Replace' }).click();
  await expect(dialog.getByText('Write a JSON object.')).toBeVisible();
  await expect(dialog.getByText('three characters at least')).toBeVisible();
  await expectNoViolations(page);
  await payload.fill('{ "lesson_id": "right" }');
  await dialog.getByRole('textbox', { name: /^Why/ }).fill('The wrong lesson was named');
  await dialog.getByRole('button', { name: 'Replace' }).click();
  await expect(panel.getByRole('region', { name: 'Taken back' })).toContainText('Replaced');

  const { correction } = await fromHub<CorrectionState>(`/activity/events/${eventId}/correction`);
  expect(correction).toMatchObject({ kind: 'replaced', reason: 'The wrong lesson was named' });
  const replacement = await fromHub<RecordedEvent>(`/activity/events/${correction?.replaced_by ?? ''}`);
  expect(replacement.payload).toEqual({ lesson_id: 'right' });
  await panel.getByRole('link', { name: 'The event in its place' }).click();
  await expect(page).toHaveURL(new RegExp(replacement.event_id));
  await expect(panel).toContainText('"right"');
});

test('an event that was taken back is marked in the list at once, and after a reload', async ({ page, speak }) => {
  const user = randomUUID();
  const eventId = await wrongLesson(user);
  await page.goto(`/events?user=${user}&peek=${eventId}`);
  const row = page.getByRole('table', { name: 'Events' }).getByRole('row', { name: /Lesson/ });
  await expect(row).not.toContainText('Voided');
  await page.getByRole('button', { name: 'Take back' }).click();
  const dialog = page.getByRole('dialog', { name: 'Take this event back?' });
  await dialog.getByRole('textbox').fill('Sent twice by the import');
  await dialog.getByRole('button', { name: 'Take back' }).click();
  await expect(row).toContainText('Voided');
  await speak('ru');
  await page.goto(`/events?user=${user}`);
  await expect(page.getByRole('table').getByText('Отозвано', { exact: true })).toBeVisible();
  await expectNoViolations(page);
});

test('the note of a correction speaks Russian and fits a phone', async ({ page, speak }) => {
  const eventId = await wrongLesson();
  await speak('ru');
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`/events?peek=${eventId}`);
  await page.getByRole('button', { name: 'Отозвать' }).click();
  const dialog = page.getByRole('dialog', { name: 'Отозвать это событие?' });
  await dialog.getByRole('textbox').fill('Отправлено дважды');
  await dialog.getByRole('button', { name: 'Отозвать' }).click();
  await expect(page.getByRole('region', { name: 'Отозвано' })).toContainText('Отправлено дважды');
  await expectNoViolations(page);
  await expectNoSidewaysScroll(page);
});
