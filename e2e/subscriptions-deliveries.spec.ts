import { expect, type Locator, type Page } from '@playwright/test';
import { expectNoViolations } from './support/axe.ts';
import { test } from './support/receiver-test.ts';
import { openSubscription, term } from './support/subscription-page.ts';
import {
  changeSubscription,
  completeLessons,
  newSource,
  subscribe,
  subscriptionOf,
  untilCounted,
} from './support/subscriptions.ts';

const deliveryRows = (page: Page): Locator => page.getByRole('table', { name: 'Deliveries' }).locator('a[data-row]');

test('why a delivery failed is three clicks away, and it is sent again', async ({ page, receiver }) => {
  const source = newSource();
  receiver.answerWith(503, 'The kettle is cold.');
  const { subscription_id: id } = await subscribe(source, receiver.url);
  await completeLessons(source, 1);
  await expect.poll(() => receiver.received.length, { timeout: 30_000 }).toBeGreaterThan(0);
  await page.goto('/');
  await page.getByRole('navigation').getByRole('link', { name: 'Subscriptions' }).first().click();
  await page.getByRole('link', { name: source }).click();
  await deliveryRows(page).first().click();
  const panel = page.getByRole('complementary', { name: 'Delivery' });
  await expect(panel.locator('[data-message="response"]').first()).toContainText('The kettle is cold.');
  await expect(panel.locator('[data-message="request"]').first()).toContainText(source);
  await expect(panel.getByRole('region', { name: 'Its way' })).toContainText('Matched');
  await expectNoViolations(page);

  receiver.answerWith(200);
  await panel.getByRole('button', { name: 'Send again' }).click();
  await expect(panel.getByText('Acknowledged')).toBeVisible({ timeout: 30_000 });
  // Twice where the hub's own next try came just before.
  await expect.poll(async () => (await subscriptionOf(id)).counts.delivered).toBeGreaterThan(0);
});

test('an edited body is sent after it was seen beside the original', async ({ page, receiver }) => {
  const source = newSource();
  const { subscription_id: id } = await subscribe(source, receiver.url, {
    template: { lesson: '{{ event.payload.lesson_id }}' },
  });
  await completeLessons(source, 1);
  await untilCounted(id, 'delivered', 1);
  await openSubscription(page, id);
  await deliveryRows(page).first().click();
  await page.getByRole('button', { name: 'Edit and send' }).click();
  const dialog = page.getByRole('dialog', { name: 'Edit and send' });
  const compare = dialog.getByRole('button', { name: 'Compare' });
  await expect(compare).toBeDisabled();
  await dialog.getByRole('textbox', { name: 'Body' }).fill('{"lesson": "lesson-9"}');
  await compare.click();
  await expect(dialog.locator('[data-line="changed"]')).toContainText('lesson-9');
  await expectNoViolations(page);
  await dialog.getByRole('button', { name: 'Send it' }).click();
  await expect.poll(() => receiver.received.length, { timeout: 30_000 }).toBe(2);
  expect(JSON.parse(receiver.received[1]?.body ?? '')).toEqual({ lesson: 'lesson-9' });
  // Another message: a receiver that took the first would drop it otherwise.
  expect(receiver.received[1]?.headers['webhook-id']).not.toBe(receiver.received[0]?.headers['webhook-id']);
  await expect(page.getByRole('complementary').getByText('Edited', { exact: true })).toBeVisible();
});

test('a group of dead letters is sent again once its cause is mended', async ({ page, receiver }) => {
  const source = newSource();
  const { subscription_id: id } = await subscribe(source, receiver.url, {
    template: { score: '{{ event.payload.no_such_field }}' },
  });
  await completeLessons(source, 3);
  await untilCounted(id, 'dead_lettered', 3);
  await changeSubscription({ subscription_id: id, template: { lesson: '{{ event.payload.lesson_id }}' } });
  await page.goto('/subscriptions');
  await page.getByRole('link', { name: `3 dead letters of ${source}` }).click();
  const group = page.locator('[data-fingerprint]');
  await expect(group).toContainText('3 deliveries');
  await group.getByRole('button', { name: 'Redrive' }).click();
  const dialog = page.getByRole('dialog', { name: 'Redrive dead letters' });
  await expect(dialog.getByText('3 deliveries would be sent')).toBeVisible();
  await expectNoViolations(page);
  await dialog.getByRole('button', { name: 'Send 3 deliveries' }).click();
  const run = page.getByRole('region', { name: 'Repair of many' });
  await expect(run).toContainText('Finished', { timeout: 30_000 });
  await expect(run.locator('[data-count="redriven"]')).toContainText('3');
  await expect(page.getByRole('heading', { name: 'No dead letters' })).toBeVisible();
  await untilCounted(id, 'delivered', 3);
  await page.getByRole('radio', { name: 'Repairs' }).click();
  await expect(page.getByRole('region', { name: 'Past repairs' })).toContainText('3 of 3');
});

test('dead letters are discarded with a reason', async ({ page, receiver }) => {
  const source = newSource();
  const { subscription_id: id } = await subscribe(source, receiver.url, {
    template: { score: '{{ event.payload.no_such_field }}' },
  });
  await completeLessons(source, 2);
  await untilCounted(id, 'dead_lettered', 2);
  await openSubscription(page, id, '?tab=dead');
  await page.locator('[data-fingerprint]').getByRole('button', { name: 'Discard' }).click();
  const dialog = page.getByRole('dialog', { name: 'Discard 2 deliveries?' });
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('Sent by mistake');
  await dialog.getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByRole('heading', { name: 'No dead letters' })).toBeVisible();
  await expect(term(page, 'discarded')).toContainText('2');
  const { counts } = await subscriptionOf(id);
  expect(counts.matched).toBe(counts.delivered + counts.dead_lettered + counts.discarded + counts.pending);
});
