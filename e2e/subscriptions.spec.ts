import { createHmac } from 'node:crypto';
import { expect } from '@playwright/test';
import { exceptColours, expectNoSidewaysScroll, expectNoViolations } from './support/axe.ts';
import { test } from './support/receiver-test.ts';
import { openSubscription, term } from './support/subscription-page.ts';
import {
  completeLessons,
  newSource,
  onlyFrom,
  subscribe,
  subscriptionOf,
  untilCounted,
} from './support/subscriptions.ts';

test('a subscription is tried on past events, made, and its secret is shown once', async ({
  page,
  receiver,
  expectError,
}) => {
  expectError(/Failed to load resource.*422/);
  const source = newSource();
  await completeLessons(source, 3);
  await page.goto('/subscriptions');
  await page.getByRole('link', { name: 'New subscription' }).first().click();
  // The list, which is on the page until the form comes, has a field `Name or topic`.
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(source);
  await page.getByRole('combobox', { name: 'Topics' }).fill('activity.learning.**');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  const filter = page.getByRole('textbox', { name: 'Filter' });
  const tester = page.getByRole('region', { name: 'Try it on past events' });
  await filter.fill('event.source_system ==');
  await tester.getByRole('button', { name: 'Try' }).click();
  await expect(filter).toHaveAttribute('aria-invalid', 'true');
  await filter.fill(onlyFrom(source));
  await page.getByRole('textbox', { name: 'Template' }).fill('{"lesson": "{{ event.payload.lesson_id }}"}');
  await tester.getByRole('button', { name: 'Try' }).click();
  await expect(tester.locator('[data-count="matched"]')).toContainText('3');
  await expect(filter).toHaveAttribute('aria-invalid', 'false');
  await expect(tester.locator('[data-verdict="match"]').first()).toContainText('"lesson": "lesson-');

  const subscribeButton = page.getByRole('button', { name: 'Subscribe' });
  await subscribeButton.click();
  const url = page.getByRole('textbox', { name: 'Address' });
  await expect(url).toBeFocused();
  await url.fill('http://10.1.2.3/hook');
  await subscribeButton.click();
  await expect(url).toHaveAccessibleDescription(/HUB_WEBHOOK_ALLOW/);
  await url.fill(receiver.url);
  await subscribeButton.click();
  const dialog = page.getByRole('dialog', { name: 'Subscribed' });
  const secret = await dialog.locator('[data-secret]').innerText();
  expect(secret).toMatch(/^whsec_/);
  await expect(dialog).toContainText('timingSafeEqual');
  await dialog.getByRole('button', { name: 'I have kept it' }).click();
  await expect(page.getByRole('heading', { level: 1, name: source })).toBeVisible();
  await expect(page.getByText(secret)).toHaveCount(0);

  await completeLessons(source, 1);
  await expect.poll(() => receiver.received.length, { timeout: 30_000 }).toBe(1);
  const [{ headers, body }] = receiver.received as [(typeof receiver.received)[number]];
  expect(JSON.parse(body)).toEqual({ lesson: 'lesson-1' });
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
  await expect(term(page, 'delivered')).toContainText('1');
});

test('a subscription is found by its name and state, among more than a page', async ({ page, receiver }) => {
  const source = newSource();
  const pageful = Array.from({ length: 50 }, (_, at) =>
    subscribe(`${source}-${at}`, receiver.url, { destination: { kind: 'pull' } }),
  );
  await Promise.all(pageful);
  const last = await subscribe(`${source}-last`, receiver.url, { destination: { kind: 'pull' } });
  await page.goto(`/subscriptions?search=${source}`);
  const rows = page.locator('[data-subscription]');
  await expect(rows).toHaveCount(50);
  await page.getByRole('button', { name: 'Load more' }).click();
  await expect(rows).toHaveCount(51);

  await page.getByRole('textbox', { name: 'Name or topic' }).fill(`${source.toUpperCase()}-LAST`);
  await page.keyboard.press('Enter');
  await expect(rows).toHaveCount(1);
  await expect(rows).toHaveAttribute('data-subscription', last.subscription_id);
  await page.getByRole('combobox', { name: 'State' }).selectOption('Paused');
  await expect(page.getByText('No subscription fits these filters.')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(rows.first()).toBeVisible();
});

test('a subscription is paused, goes on, and is removed after its name was written out', async ({ page, receiver }) => {
  const source = newSource();
  const { subscription_id: id } = await subscribe(source, receiver.url);
  await openSubscription(page, id);
  const heading = page.getByRole('heading', { level: 1 });
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(heading).toContainText('Paused');
  await completeLessons(source, 1);
  await untilCounted(id, 'pending', 1);
  expect(receiver.received).toHaveLength(0);
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(heading).toContainText('Active');
  await expect.poll(() => receiver.received.length, { timeout: 30_000 }).toBe(1);

  await page.getByRole('button', { name: 'Remove' }).click();
  const dialog = page.getByRole('dialog', { name: `Remove ${source}?` });
  await expect(dialog.getByRole('button', { name: 'Remove' })).toBeDisabled();
  await dialog.getByRole('textbox').fill(source);
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect(page).toHaveURL(/\/subscriptions$/);
  await expect(page.getByRole('link', { name: source })).toHaveCount(0);
});

test('a new secret signs beside the old one for as long as was chosen', async ({ page, receiver }) => {
  const source = newSource();
  const { subscription_id: id } = await subscribe(source, receiver.url);
  await openSubscription(page, id, '?tab=settings');
  await expect(page.locator('[data-secret-id]')).toHaveCount(1);
  await page.getByRole('button', { name: 'New secret' }).click();
  const asked = page.getByRole('dialog', { name: 'Make a new signing secret?' });
  await asked.getByRole('combobox', { name: 'The old one signs for' }).selectOption('hour');
  await asked.getByRole('button', { name: 'New secret' }).click();
  const shown = page.getByRole('dialog', { name: 'New signing secret' });
  await expect(shown.locator('[data-secret]')).toHaveText(/^whsec_/);
  await expectNoViolations(page);
  await shown.getByRole('button', { name: 'I have kept it' }).click();
  await expect(page.locator('[data-secret-id]')).toHaveCount(2);
  await completeLessons(source, 1);
  await expect.poll(() => receiver.received.length, { timeout: 30_000 }).toBe(1);
  expect(receiver.received[0]?.headers['webhook-signature']?.split(' ')).toHaveLength(2);
});

test('a subscription that is pulled says how, and has no secret', async ({ page }) => {
  const source = newSource();
  await page.goto('/subscriptions/new');
  await page.getByRole('textbox', { name: 'Name' }).fill(source);
  const topics = page.getByRole('combobox', { name: 'Topics' });
  await topics.fill('activity.learning.**');
  await topics.press('Enter');
  await page.getByRole('radio', { name: 'Pull' }).click();
  await expect(page.getByRole('combobox', { name: 'Key' })).toHaveValue('');
  await page.getByRole('button', { name: 'Subscribe' }).click();
  await expect(page.getByRole('heading', { level: 1, name: source })).toBeVisible();
  await expect(page.getByRole('button', { name: 'New secret' })).toHaveCount(0);
  await page.getByRole('radio', { name: 'Settings' }).click();
  await expect(page.getByRole('region', { name: 'How it is pulled' })).toContainText('/acknowledge');
  await expectNoViolations(page);
});

test('settings are changed without writing the destination again', async ({ page, receiver }) => {
  const source = newSource();
  const { subscription_id: id } = await subscribe(source, receiver.url);
  await openSubscription(page, id, '?tab=settings');
  await page.getByRole('textbox', { name: 'Name' }).fill(`${source} renamed`);
  await page.getByRole('textbox', { name: 'Attempts a second' }).fill('7');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(`${source} renamed`);
  const { rate_per_second: rate, destination } = await subscriptionOf(id);
  expect(rate).toBe(7);
  expect(destination.url).toBe(receiver.url);
});

for (const { locale, colorScheme } of [
  { locale: 'en', colorScheme: 'light' },
  { locale: 'ru', colorScheme: 'dark' },
] as const) {
  test(`every page about one subscription is accessible in ${locale}, ${colorScheme}`, async ({
    page,
    receiver,
    speak,
  }) => {
    test.setTimeout(180_000);
    const source = newSource();
    const { subscription_id: id } = await subscribe(source, receiver.url, {
      template: { score: '{{ event.payload.no_such_field }}' },
    });
    await completeLessons(source, 1);
    await untilCounted(id, 'dead_lettered', 1);
    await speak(locale);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const one = `/subscriptions/${id}`;
    for (const path of [one, `${one}?tab=dead`, `${one}?tab=repairs`, `${one}?tab=settings`]) {
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expectNoViolations(page);
      await page.setViewportSize({ width: 360, height: 740 });
      await expectNoViolations(page, exceptColours);
      await expectNoSidewaysScroll(page);
    }
  });
}
