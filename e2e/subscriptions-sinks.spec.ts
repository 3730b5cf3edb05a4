import { expect } from '@playwright/test';
import { expectNoViolations } from './support/axe.ts';
import { test } from './support/console-test.ts';
import { startKafka } from './support/sinks/kafka-stand-in.ts';
import { completeLessons, newSource, onlyFrom } from './support/subscriptions.ts';

test('a sink is chosen by its name, says what it has to know, and delivers', async ({ page, expectError }) => {
  expectError(/Failed to load resource.*422/);
  const source = newSource();
  const kafka = await startKafka();
  await page.goto('/subscriptions/new');
  await page.getByRole('textbox', { name: 'Name' }).fill(source);
  const topics = page.getByRole('combobox', { name: 'Topics' });
  await topics.fill('activity.learning.**');
  await topics.press('Enter');
  await page.getByRole('textbox', { name: 'Filter' }).fill(onlyFrom(source));
  await page.getByRole('radio', { name: 'Sink' }).click();
  await page.getByRole('combobox', { name: 'Sink' }).selectOption('Kafka');
  const brokers = page.getByRole('textbox', { name: 'brokers' });
  await expect(page.getByRole('textbox', { name: 'Topic topic', exact: true })).toHaveValue(
    'activity.{category}.{action}',
  );
  await expect(page.getByLabel('password')).toHaveAttribute('type', 'password');
  await expectNoViolations(page);
  const subscribeButton = page.getByRole('button', { name: 'Subscribe' });
  await subscribeButton.click();
  await expect(brokers).toBeFocused();
  await brokers.fill('nowhere');
  await subscribeButton.click();
  await expect(brokers).toHaveAccessibleDescription(/brokers holds "nowhere": it must be host:port/);
  await page.getByRole('button', { name: 'Write it as text' }).click();
  const text = page.getByRole('textbox', { name: 'Configuration' });
  await expect(text).toHaveValue(/"nowhere"/);
  await text.fill(JSON.stringify({ brokers: kafka.brokers }));
  await page.getByRole('button', { name: 'Back to the form' }).click();
  await expect(brokers).toHaveValue(kafka.brokers.join('\n'));
  await subscribeButton.click();
  await expect(page.getByRole('heading', { level: 1, name: source })).toBeVisible();
  await completeLessons(source, 1);
  await expect.poll(() => kafka.records.length, { timeout: 30_000 }).toBe(1);
  await page.getByRole('button', { name: '1 new delivery' }).click();
  await page.getByRole('table', { name: 'Deliveries' }).locator('a[data-row]').first().click();
  const panel = page.getByRole('complementary', { name: 'Delivery' });
  await expect(panel.getByText('Acknowledged')).toBeVisible({ timeout: 30_000 });
  await expect(panel.getByText('no answer')).toHaveCount(0);
  await kafka.stop();

  await page.getByRole('radio', { name: 'Settings' }).click();
  await page.getByRole('checkbox', { name: 'Write the destination anew' }).check();
  await expect(brokers).toHaveValue(kafka.brokers.join('\n'));
});
