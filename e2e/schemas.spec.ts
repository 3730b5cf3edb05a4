import { randomUUID } from 'node:crypto';
import type { EventSchemaView } from '@activity-hub/contracts/schema/event-schema';
import { expect, type Page } from '@playwright/test';
import { test } from './support/console-test.ts';
import { fromHub } from './support/hub-api.ts';

const eventType = 'activity.learning.lesson_completed';

interface JsonSchema {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly required?: readonly string[];
}

async function newest(): Promise<{ readonly version: string; readonly schema: JsonSchema }> {
  const { versions } = await fromHub<EventSchemaView>(`/activity/schemas/${eventType}`);
  const [first] = versions;
  if (first === undefined) throw new Error(`${eventType} has no version.`);
  return { version: first.version, schema: first.schema as unknown as JsonSchema };
}

const judgement = (page: Page) => page.getByRole('region', { name: 'Judgement' });

test('the catalogue leads to a type by its title, and keeps the search in the address', async ({ page }) => {
  await page.goto('/schemas');
  await page.getByRole('textbox', { name: /^Find by type/ }).fill('lesson completed');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/q=lesson/);
  await expect(page.getByRole('table', { name: 'Schemas' }).getByRole('row')).toHaveCount(2);
  await page.getByRole('link', { name: 'Lesson completed' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Lesson completed' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'JSON Schema' })).toContainText('lesson_id');
});

test('a payload is tried: faults with their place, then none', async ({ page }) => {
  await page.goto(`/schemas/${eventType}?tab=try`);
  const payload = page.getByRole('textbox', { name: 'Payload' });
  await expect(payload).toHaveValue(/lesson_id/);
  await payload.fill('{"lesson_id": 5');
  await expect(page.getByText('This is not valid JSON.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Try it' })).toBeDisabled();
  await payload.fill('{"lesson_id": {}}');
  await page.getByRole('button', { name: 'Try it' }).click();
  await expect(page.getByRole('list', { name: 'What does not fit' })).toContainText('lesson_id');
  await page.getByRole('button', { name: 'Put in an example' }).click();
  await page.getByRole('button', { name: 'Try it' }).click();
  await expect(page.getByText(/^The payload fits version/)).toBeVisible();
});

test('a version that breaks the promise is told why; one that keeps it is registered and compared', async ({
  page,
}) => {
  const before = await newest();
  const field = `mood_${randomUUID().slice(0, 8).replaceAll('-', '_')}`;
  await page.goto(`/schemas/${eventType}?tab=register`);
  const text = page.getByRole('textbox', { name: /^JSON Schema/ });
  const demanding = { ...before.schema, required: [...(before.schema.required ?? []), field] };
  // Without a type: producers may send the field already, as anything, and their events must still fit.
  const withField = { ...before.schema.properties, [field]: { description: 'How it felt.' } };
  await text.fill(JSON.stringify({ ...demanding, properties: withField }));
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(judgement(page)).toContainText('It cannot be registered as it is.');
  await expect(judgement(page).locator('[data-breaks="backward"]').first()).toContainText(field);
  await expect(page.getByRole('button', { name: 'Register', exact: true })).toBeDisabled();

  await text.fill(JSON.stringify({ ...before.schema, properties: withField }));
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(judgement(page)).toContainText('It can be registered.');
  const version = await page.getByRole('textbox', { name: 'Version' }).inputValue();
  await page.getByRole('button', { name: 'Register', exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`version=${version.replaceAll('.', '\\.')}`));

  await page.getByRole('radio', { name: 'Compare' }).click();
  await expect(page.getByRole('combobox', { name: 'From' })).toHaveValue(before.version);
  await expect(page.getByRole('combobox', { name: 'To' })).toHaveValue(version);
  await expect(page.getByRole('region', { name: 'What follows from the difference' })).toContainText(field);
  await expect(
    page.getByRole('table', { name: 'Both versions side by side' }).locator('[data-line="changed"]').first(),
  ).toBeVisible();
});
