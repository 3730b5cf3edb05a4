import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { PluginList } from '@activity-hub/contracts/activity/plugin';
import { expect } from '@playwright/test';
import { expectNoSidewaysScroll, expectNoViolations } from './support/axe.ts';
import { test } from './support/console-test.ts';
import { fromHub } from './support/hub-api.ts';

const folders = ['My plugin', 'streak@0.1.0'];

test('folders that the hub passes over are named with the reason, in the language of the reader', async ({
  page,
  speak,
}) => {
  const installed = process.env['E2E_PLUGINS_DIR'];
  test.skip(installed === undefined, 'Where the system has its plugins is not known.');
  const passedOver = async () =>
    (await fromHub<PluginList>('/activity/plugins')).passed_over.map(({ folder }) => folder);
  for (const folder of folders) await mkdir(path.join(installed ?? '', folder), { recursive: true });
  await expect.poll(passedOver).toEqual(folders);

  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto('/plugins');
  const note = page.getByRole('note').filter({ hasText: 'passes over 2 folders' });
  await expect(note.getByRole('listitem')).toHaveText([
    /^My plugin.*The folder "My plugin" holds no plugin: its name is no id\.$/,
    /^streak@0\.1\.0.*The installed plugin streak does not run: a shipped plugin has that id\.$/,
  ]);
  await expect(note).toContainText('or remove it');
  await expectNoViolations(page);
  await expectNoSidewaysScroll(page);

  await rm(path.join(installed ?? '', 'streak@0.1.0'), { recursive: true });
  await expect.poll(passedOver).toEqual(['My plugin']);
  await speak('ru');
  await page.goto('/plugins');
  const inRussian = page.getByRole('note').filter({ hasText: 'Хаб пропускает 1 папку' });
  await expect(inRussian).toContainText('В папке «My plugin» нет плагина: её имя не может быть id.');
  await expect(inRussian).not.toContainText('holds no plugin');

  await rm(path.join(installed ?? '', 'My plugin'), { recursive: true });
  await expect.poll(passedOver).toEqual([]);
  // The page looks again by itself.
  await expect(inRussian).toHaveCount(0);
});
