import { randomUUID } from 'node:crypto';
import { learners } from '@activity-hub/hub/demo/demo-person';
import { expect } from '@playwright/test';
import { expectNoViolations } from './support/axe.ts';
import { test } from './support/console-test.ts';
import { sendEvents } from './support/hub-api.ts';

test('personal data is hidden behind a lock; an admin shows it with a reason that the audit keeps', async ({
  page,
}) => {
  const eventId = randomUUID();
  const reason = `A complaint of today, ${eventId.slice(0, 8)}`;
  const { accepted } = await sendEvents([
    {
      event_id: eventId,
      event_type: 'activity.learning.lesson_completed',
      event_version: '1.0.0',
      timestamp: new Date(Date.now() - 60_000).toISOString(),
      source_system: 'lms',
      user_id: learners.elena.user_id,
      payload: { lesson_id: 'masked' },
      metadata: { ip_address: '203.0.113.7', locale: 'ru-RU' },
    },
  ]);
  expect(accepted).toBe(1);
  await page.goto(`/events?peek=${eventId}`);
  const panel = page.getByRole('complementary', { name: 'Event' });
  const hidden = panel.getByRole('region', { name: 'Hidden personal data' });
  await expect(hidden).toContainText('ip_address');
  await expect(panel).not.toContainText('203.0.113.7');
  await expectNoViolations(page);

  await hidden.getByRole('button', { name: 'Show personal data' }).click();
  const dialog = page.getByRole('dialog', { name: 'Show personal data of this event?' });
  await expect(dialog.getByRole('button', { name: 'Show' })).toBeDisabled();
  await dialog.getByRole('textbox', { name: 'Why you need it' }).fill(reason);
  await dialog.getByRole('button', { name: 'Show' }).click();
  await expect(panel).toContainText('203.0.113.7');
  await page.reload();
  await expect(hidden).toBeVisible();
  await expect(panel).not.toContainText('203.0.113.7');

  await page.goto('/audit?action=event.unmasked');
  await page.getByRole('link', { name: 'Personal data of an event shown' }).first().click();
  await expect(page.getByRole('complementary', { name: 'Act' })).toContainText(reason);
});
