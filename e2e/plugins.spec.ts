import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { PluginList, PluginView } from '@activity-hub/contracts/activity/plugin';
import { expect, type Page } from '@playwright/test';
import { expectNoSidewaysScroll, expectNoViolations } from './support/axe.ts';
import { test } from './support/console-test.ts';
import { fromHub, toHub } from './support/hub-api.ts';

/** Nothing else of these tests looks at them: others may run at the same time. */
const configured = 'engagement';
const switched = 'velocity';
const failing = 'failing-at-all';

/** In Python: it fails at every event. */
const failingPlugin = `
from activity_hub_plugin import run_aggregator
MANIFEST = {
    "id": "${failing}", "version": "1.0.0", "kind": "aggregator", "hub": "^0.1.0",
    "title": {"en": "${failing}", "ru": "${failing}"}, "description": {"en": "For tests.", "ru": "Для проверок."},
    "config_schema": {"type": "object", "properties": {}, "additionalProperties": False},
    "topics": ["activity.**"], "scope": "stream", "windows": ["all"], "emits": [],
}
run_aggregator(
    MANIFEST,
    key_of=lambda event: event["user_id"],
    initial_state=lambda config: {},
    apply=lambda state, event, config: config["no_such_setting"],
)
`;

const pluginOf = (pluginId: string) => fromHub<PluginView>(`/activity/plugins/${pluginId}`);

async function confirm(page: Page, action: string, typed?: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  const button = dialog.getByRole('button', { name: action, exact: true });
  if (typed !== undefined) {
    await expect(button).toBeDisabled();
    await dialog.getByRole('textbox').fill(typed);
  }
  await button.click();
  await expect(dialog).toHaveCount(0);
}

test('a plugin is configured, its shadow compared and promoted, and taken back', async ({ page }) => {
  test.setTimeout(180_000);
  const { live_revision: before } = await pluginOf(configured);
  await page.goto('/plugins');
  await page.getByRole('link', { name: 'Engagement' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /^Engagement/ })).toBeVisible();
  const changes = page.getByRole('region', { name: 'What changes' });
  await expect(changes).toContainText('Nothing yet.');
  await page.getByRole('textbox', { name: 'Days to confirm confirm_days' }).fill('1');
  await expect(changes.locator('[data-change="confirm_days"]')).toContainText('2');
  await changes.getByRole('textbox', { name: 'Note' }).fill('Says so one day earlier.');
  await changes.getByRole('button', { name: 'Build a shadow' }).click();

  await expect(page).toHaveURL(/tab=versions&revision=/);
  const { shadow_revision: shadow } = await pluginOf(configured);
  if (shadow === null || before === null) throw new Error('No shadow was made.');
  const row = page.locator(`[data-revision="${shadow}"]`);
  await expect(row).toContainText('Says so one day earlier.');
  await expect(row).toContainText('Built', { timeout: 60_000 });
  const comparison = page.getByRole('region', { name: `${shadow} beside the live revision` });
  await expect(comparison.locator('[data-change="confirm_days"]')).toBeVisible();
  await expect(comparison.getByRole('table', { name: 'Figures compared' })).toBeVisible();

  await page.setViewportSize({ width: 360, height: 740 });
  await expectNoViolations(page);
  await expectNoSidewaysScroll(page);
  await row.getByRole('button', { name: 'Promote' }).click();
  await confirm(page, 'Promote', configured);
  await expect(row).toContainText('Live');
  expect((await pluginOf(configured)).live_revision).toBe(shadow);

  await expect(row).toContainText(/Made live .* · Ada Admin/);
  const old = page.locator(`[data-revision="${before}"]`);
  await expect(old).toContainText('Retired');
  await old.getByRole('button', { name: 'Compare' }).click();
  const formerly = page.getByRole('region', { name: `${before} beside the live revision` });
  await expect(formerly.getByRole('table', { name: 'Figures compared' })).toBeVisible();
  await old.getByRole('button', { name: 'Go back to it' }).click();
  await confirm(page, 'Go back to it', configured);
  await expect(old).toContainText('Live');
  expect((await pluginOf(configured)).live_revision).toBe(before);
});

test('a plugin is folded again from history, and nothing shown changes until that is promoted', async ({
  page,
  expectError,
}) => {
  test.setTimeout(180_000);
  expectError(/Failed to load resource.*4\d\d/);
  const { live_revision: before } = await pluginOf(configured);
  await page.goto(`/plugins/${configured}?tab=versions`);
  const old = page.locator(`[data-revision="${before}"]`);
  await old.getByRole('button', { name: 'Fold again from history' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Nothing that is shown changes until you have compared it and promote it');
  await expectNoViolations(page);
  await dialog.getByRole('textbox', { name: 'Note (optional)' }).fill('The disk failed.');
  await confirm(page, 'Fold again from history');

  await expect(page).toHaveURL(/revision=/);
  const { shadow_revision: shadow, live_revision: stays } = await pluginOf(configured);
  expect(stays).toBe(before);
  const row = page.locator(`[data-revision="${shadow}"]`);
  await expect(row).toContainText('The disk failed.');
  await expect(row).toContainText('Built', { timeout: 60_000 });
  const comparison = page.getByRole('region', { name: `${shadow} beside the live revision` });
  await expect(comparison).toContainText('The same code with the same settings, folded again from history.');
  await expect(comparison).toContainText('Both have looked at the same', { timeout: 60_000 });
  await expect(comparison).toContainText('No figure differs.');

  await old.getByRole('button', { name: 'Fold again from history' }).click();
  await dialog.getByRole('button', { name: 'Fold again from history' }).click();
  await expect(dialog.getByRole('alert')).toContainText(`Shadow ${shadow} is the same code`);
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  await row.getByRole('button', { name: 'Promote' }).click();
  await confirm(page, 'Promote', configured);
  await expect(row).toContainText('Live');
  await old.getByRole('button', { name: 'Go back to it' }).click();
  await confirm(page, 'Go back to it', configured);
  await expect(old).toContainText('Live');
  expect((await pluginOf(configured)).live_revision).toBe(before);
});

test('a setting is named and explained, and refused, in the language of the reader', async ({
  page,
  speak,
  expectError,
}) => {
  expectError(/Failed to load resource.*4\d\d/);
  await speak('ru');
  await page.goto(`/plugins/${configured}`);
  const days = page.getByRole('textbox', { name: 'Дней на подтверждение confirm_days' });
  await expect(days).toHaveAccessibleDescription(/^Сколько дней подряд/);
  const stays = page.getByRole('textbox', { name: 'active_leave' });
  await stays.fill('13');
  await expect(page.getByText('Значение active_leave должно быть не больше active_enter.')).toBeVisible();
  await stays.fill('8');
  await page.getByRole('textbox', { name: 'counts' }).fill('');
  await page.getByRole('button', { name: 'Построить тень' }).click();
  const refused = page.getByRole('alert').filter({ hasText: 'config.counts' });
  await expect(refused).toContainText('Записей в config.counts должно быть не меньше 1.');
  await expect(refused).not.toContainText('must');
});

test('a value that does not fit is told at its field, by the form and by the hub', async ({ page, expectError }) => {
  expectError(/Failed to load resource.*4\d\d/);
  await page.goto('/plugins/activity-score');
  const save = page.getByRole('button', { name: 'Build a shadow' });
  const weight = page.getByRole('textbox', { name: 'Value of activity.learning.lesson_completed' });
  await weight.fill('-5');
  await expect(weight).toHaveAccessibleDescription('At least 0.');
  await expect(page.locator('main input[aria-invalid=true]')).toHaveCount(2);
  await expect(page.getByRole('region', { name: 'What changes' })).toContainText('1 value does not fit');
  await weight.fill('3');
  const milestones = page.getByRole('textbox', { name: 'milestones' });
  await milestones.fill('50\nmany');
  await expect(page.getByText('Write a number.')).toBeVisible();
  await expect(save).toBeDisabled();
  await milestones.fill('0');
  await save.click();
  await expect(page.getByText('The hub does not take this value.')).toBeVisible();
  await expect(page.getByRole('alert').filter({ hasText: 'milestones' })).toBeVisible();
});

test('a plugin is paused and goes on, and is disabled after it was said what stops', async ({ page }) => {
  await page.goto(`/plugins/${switched}`);
  const heading = page.getByRole('heading', { level: 1 });
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible();
  await expect(heading).not.toContainText('Running', { timeout: 1_000 });
  await expect(heading).toContainText('Paused');
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(heading).toContainText('Running');
  await page.getByRole('button', { name: 'Disable' }).click();
  await expect(page.getByRole('dialog')).toContainText('Its figures stay as they are');
  await confirm(page, 'Disable');
  await expect(heading).toContainText('Disabled');
  await page.getByRole('button', { name: 'Enable' }).click();
  await expect(heading).toContainText('Running');
  expect((await pluginOf(switched)).desired).toBe('running');
});

test('why a plugin is refused is said in the language of the reader', async ({ page, speak }) => {
  const installed = process.env['E2E_PLUGINS_DIR'];
  test.skip(installed === undefined, 'Where the system has its plugins is not known.');
  const folder = path.join(installed ?? '', 'half-installed');
  await mkdir(folder, { recursive: true });
  const names = async () => (await fromHub<PluginList>('/activity/plugins')).items.map((plugin) => plugin.plugin_id);
  await expect.poll(names).toContain('half-installed');
  await page.goto('/plugins/half-installed');
  await expect(page.getByRole('note')).toContainText('It has no plugin.json.');
  await speak('ru');
  await page.goto('/plugins/half-installed');
  await expect(page.getByRole('note')).toContainText('У него нет plugin.json.');
  await expect(page.getByRole('note')).not.toContainText('It has');
  await page.goto('/plugins');
  await expect(page.getByRole('note').filter({ hasText: 'У него нет plugin.json.' })).toBeVisible();
  await rm(folder, { recursive: true });
  await expect.poll(names).not.toContain('half-installed');
});

test('what a plugin failed at, and what the hub noted of it, is said in the language of the reader', async ({
  page,
  speak,
}) => {
  const installed = process.env['E2E_PLUGINS_DIR'];
  test.skip(installed === undefined, 'Where the system has its plugins is not known.');
  const folder = path.join(installed ?? '', failing);
  await mkdir(folder, { recursive: true });
  const file = { id: failing, kind: 'aggregator', runtime: 'python', main: 'main.py' };
  await writeFile(path.join(folder, 'main.py'), failingPlugin);
  await writeFile(path.join(folder, 'plugin.json'), JSON.stringify(file));
  await speak('ru');
  const conditionOf = async () =>
    (await fromHub<PluginList>('/activity/plugins')).items.find((plugin) => plugin.plugin_id === failing)?.condition;
  await expect.poll(conditionOf, { timeout: 30_000 }).toBe('quarantined');
  await page.goto(`/plugins/${failing}?tab=errors`);
  const errors = page.getByRole('list', { name: 'Ошибки по причинам' });
  await expect(errors).toContainText("Его код завершился ошибкой: KeyError: 'no_such_setting'");
  await page.getByRole('radio', { name: 'Журнал' }).click();
  const log = page.getByRole('list', { name: 'Журнал' });
  await expect(log).toContainText('Запущен: действующая ревизия.');
  await expect(log).toContainText(
    /В карантине: Сбои на событиях: .* Последний раз: Его код завершился ошибкой: KeyError/,
  );
  await expect(log).not.toContainText('Quarantined');
  await rm(folder, { recursive: true });
  await toHub(`/activity/plugins/${failing}/disable`, {});
});

test('health, metrics, errors, log and permissions of a plugin are one click away', async ({ page }) => {
  await page.goto('/plugins/quality');
  await page.getByRole('radio', { name: 'Health' }).click();
  await expect(page.getByRole('region', { name: /^Revision / })).toContainText('Events looked at');
  const metric = page.getByRole('region', { name: 'Metric quality', exact: true });
  await expect(metric.getByRole('figure')).toBeVisible();
  await metric.getByRole('radio', { name: 'Table' }).click();
  await expect(metric.getByRole('row').nth(1)).toContainText(/0\.\d/);
  await expectNoViolations(page);
  await page.getByRole('radio', { name: 'Permissions' }).click();
  await expect(page.getByRole('region', { name: 'What it may' })).toContainText('activity.');
  await expectNoViolations(page);
  await page.getByRole('radio', { name: 'Errors' }).click();
  await expect(page.getByRole('heading', { name: 'No errors' })).toBeVisible();
  await page.getByRole('radio', { name: 'Logs' }).click();
  await expect(page.getByRole('list', { name: 'Log' }).getByRole('listitem').first()).toBeVisible();
});
