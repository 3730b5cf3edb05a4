import { expect } from '@playwright/test';
import { test } from './support/receiver-test.ts';
import { changeSubscription, completeLessons, newSource, subscribe, untilCounted } from './support/subscriptions.ts';

/** Fails for every event, so that it makes dead letters at once and not after days of tries. */
const failingTemplate = { score: '{{ event.payload.no_such_field }}' };
const goodTemplate = { lesson: '{{ event.payload.lesson_id }}' };

test('a repair of many rests, goes on and is ended, and tells what it left', async ({ page, receiver }) => {
  const source = newSource();
  const { subscription_id: id } = await subscribe(source, receiver.url, { template: failingTemplate });
  await completeLessons(source, 60);
  await untilCounted(id, 'dead_lettered', 60);
  await changeSubscription({ subscription_id: id, template: goodTemplate });
  await page.goto(`/subscriptions/${id}?tab=dead`);
  await page.getByRole('button', { name: 'Redrive all' }).click();
  const dialog = page.getByRole('dialog', { name: 'Redrive dead letters' });
  const start = dialog.getByRole('button', { name: 'Send 60 deliveries' });
  const rate = dialog.getByRole('textbox', { name: 'At most a second' });
  await rate.fill('many');
  await expect(start).toBeDisabled();
  await rate.fill('2');
  await expect(dialog).toContainText('About 30 seconds at this rate.');
  await start.click();
  const run = page.getByRole('region', { name: 'Repair of many' });
  await run.getByRole('button', { name: 'Pause' }).click();
  await expect(run).toContainText('Paused');
  await page.reload();
  await expect(run).toContainText('Paused');
  await run.getByRole('button', { name: 'Resume' }).click();
  await expect(run).toContainText('Running');
  await run.getByRole('button', { name: 'Cancel' }).click();
  await expect(run).toContainText('Cancelled');
  const count = async (name: string): Promise<number> =>
    Number(await run.locator(`[data-count="${name}"] dd`).textContent());
  expect(await count('left')).toBeGreaterThan(0);
  expect((await count('redriven')) + (await count('skipped')) + (await count('left'))).toBe(60);
  await run.getByRole('button', { name: 'Hide' }).click();
  await expect(run).toHaveCount(0);
});

test('all that failed since a moment is recovered', async ({ page, receiver }) => {
  const source = newSource();
  const { subscription_id: id } = await subscribe(source, receiver.url, { template: failingTemplate });
  await completeLessons(source, 2);
  await untilCounted(id, 'dead_lettered', 2);
  await changeSubscription({ subscription_id: id, template: goodTemplate });
  await page.goto(`/subscriptions/${id}?tab=repairs`);
  const card = page.getByRole('region', { name: 'Recover what failed' });
  await expect(card.getByRole('button', { name: 'Estimate' })).toBeDisabled();
  await card.getByLabel('Failed since').fill(new Date(Date.now() - 3_600_000).toISOString().slice(0, 19));
  await card.getByRole('button', { name: 'Estimate' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Send 2 deliveries' }).click();
  await expect(page.getByRole('region', { name: 'Repair of many' })).toContainText('Finished', { timeout: 30_000 });
  await untilCounted(id, 'delivered', 2);
});

test('what was recorded before a subscription is replayed, and only that', async ({ page, receiver }) => {
  const source = newSource();
  await completeLessons(source, 3);
  const { subscription_id: id } = await subscribe(source, receiver.url);
  await completeLessons(source, 1);
  await untilCounted(id, 'delivered', 1);
  await page.goto(`/subscriptions/${id}?tab=repairs`);
  const card = page.getByRole('region', { name: 'Replay what was missed' });
  const written = (ms: number): string => new Date(ms).toISOString().slice(0, 19);
  await card.getByLabel('From').fill(written(Date.now() - 600_000));
  await card.getByLabel('To').fill(written(Date.now() + 60_000));
  await card.getByRole('button', { name: 'Estimate' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Send 3 deliveries' }).click();
  await expect(page.getByRole('region', { name: 'Repair of many' })).toContainText('Finished', { timeout: 30_000 });
  await untilCounted(id, 'delivered', 4);
  expect(receiver.received).toHaveLength(4);
});

test('a delivery whose template fails is written by hand, from its event on', async ({ page, receiver }) => {
  const source = newSource();
  const { subscription_id: id } = await subscribe(source, receiver.url, { template: failingTemplate });
  await completeLessons(source, 1);
  await untilCounted(id, 'dead_lettered', 1);
  await page.goto(`/subscriptions/${id}?tab=dead`);
  await page.getByRole('link', { name: 'See them' }).click();
  await page.getByRole('table', { name: 'Deliveries' }).locator('a[data-row]').click();
  await page.getByRole('button', { name: 'Edit and send' }).click();
  const dialog = page.getByRole('dialog', { name: 'Edit and send' });
  await expect(dialog.getByRole('textbox', { name: 'Body' })).toHaveValue(new RegExp(source));
  await dialog.getByRole('textbox', { name: 'Body' }).fill('{"by": "hand"}');
  await dialog.getByRole('button', { name: 'Compare' }).click();
  await dialog.getByRole('button', { name: 'Send it' }).click();
  await expect.poll(() => receiver.received.map(({ body }) => body), { timeout: 30_000 }).toEqual(['{"by":"hand"}']);
});

test('one that holds up its person is skipped, and the next goes', async ({ page, receiver }) => {
  const source = newSource();
  receiver.answerWith(503);
  const { subscription_id: id } = await subscribe(source, receiver.url, { fifo: true, template: goodTemplate });
  await completeLessons(source, 2);
  await expect.poll(() => receiver.received.length, { timeout: 30_000 }).toBeGreaterThan(0);
  receiver.answerWith(200);
  await page.goto(`/subscriptions/${id}?state=pending`);
  // Newest first: the one that is held up stands above the one that holds it up.
  await page.getByRole('table', { name: 'Deliveries' }).locator('a[data-row]').last().click();
  const panel = page.getByRole('complementary', { name: 'Delivery' });
  await panel.getByRole('button', { name: 'Skip' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Skip' }).click();
  await untilCounted(id, 'delivered', 1);
  expect(receiver.received.map(({ body }) => (JSON.parse(body) as { lesson: string }).lesson)).toContain('lesson-2');
});
