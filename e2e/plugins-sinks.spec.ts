import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { SinkList, SubscriptionPage } from '@activity-hub/contracts/dispatch/subscription';
import { expect } from '@playwright/test';
import { expectNoSidewaysScroll, expectNoViolations } from './support/axe.ts';
import { fromHub } from './support/hub-api.ts';
import { test } from './support/receiver-test.ts';
import { completeLessons, newSource, onlyFrom, untilCounted } from './support/subscriptions.ts';

/** Processes of plugins wait for the processors until nobody else wants them. */
const soon = { timeout: 60_000 };
const carrier = 'e2e-carrier';
const ahead = 'e2e-ahead';
const pluginsDir = process.env['E2E_PLUGINS_DIR'];

/** Posts the id of each event to the address of its settings. */
const sinkSource = (id: string, hub: string) => `
import { shownAs } from '@activity-hub/contracts/plugin/shown-as';
import { z } from 'zod';
export default {
  manifest: {
    id: '${id}', version: '1.2.3', kind: 'sink', hub: '${hub}',
    title: { en: 'Carrier', ru: 'Курьер' }, description: { en: 'Carries for tests.', ru: 'Возит для проверок.' },
    config: z.strictObject({
      url: z.string().default('').meta({ needed: true, ...shownAs({ en: ['Office', 'Where it goes.'], ru: ['Контора', 'Куда едет.'] }) }),
    }),
    topics: ['activity.**'], scope: 'stream', windows: [], emits: [],
  },
  connect: async ({ url }, { fetch }) => ({
    deliver: (events) => Promise.all(events.map(async ({ event_id }) => {
      const { ok, status } = await fetch(url, { method: 'POST', body: JSON.stringify({ event_id }) });
      return ok ? { event_id, outcome: 'delivered' } : { event_id, outcome: 'retry', reason: String(status) };
    })),
    close: async () => undefined,
  }),
};
`;

const sinkNamed = async (id: string) =>
  (await fromHub<SinkList>('/activity/sinks')).items.find(({ sink_id }) => sink_id === id);

/** At once and whole: half of a folder would be a broken plugin for a moment. */
async function install(id: string, network: readonly string[], hub = '^0.1.0'): Promise<void> {
  const made = await mkdtemp(path.join(path.dirname(pluginsDir ?? ''), 'sink-'));
  await writeFile(path.join(made, 'main.ts'), sinkSource(id, hub));
  const file = { id, kind: 'sink', runtime: 'node', main: 'main.ts', network };
  await writeFile(path.join(made, 'plugin.json'), JSON.stringify(file));
  await mkdir(pluginsDir ?? '', { recursive: true });
  await rename(made, path.join(pluginsDir ?? '', id));
  await expect.poll(() => sinkNamed(id), soon).toBeDefined();
}

async function uninstall(id: string): Promise<void> {
  await rm(path.join(pluginsDir ?? '', id), { recursive: true, force: true });
  await expect.poll(() => sinkNamed(id), soon).toBeUndefined();
}

test.skip(pluginsDir === undefined, 'Where the system has its plugins is not known.');
test.afterAll(async () => {
  for (const id of [carrier, ahead]) await uninstall(id);
});

test('an installed sink is seen, chosen and delivers; its subscription says when it cannot run and when it is gone', async ({
  page,
  receiver,
}) => {
  test.setTimeout(240_000);
  await install(carrier, ['{url}', '*.example.org']);
  await page.goto('/plugins');
  const row = page.getByRole('list', { name: 'Sinks' }).getByRole('listitem').filter({ hasText: carrier });
  await expect(row).toContainText('1.2.3');
  await expect(row).toContainText('may ask only: the host in "Office", *.example.org.');
  await expect(page.getByRole('listitem').filter({ hasText: 's3-ndjson' })).toContainText('Comes with the hub');
  await row.getByRole('link', { name: 'Subscribe with Carrier' }).click();

  const sink = page.getByRole('combobox', { name: 'Sink' });
  await expect(sink).toHaveValue(carrier);
  await expect(sink).toHaveAccessibleDescription(
    'Carries for tests. Installed; runs in a process of its own and may ask only: the host in "Office", *.example.org.',
  );
  await expectNoViolations(page);
  const source = newSource();
  await page.getByRole('textbox', { name: 'Name' }).fill(source);
  const topics = page.getByRole('combobox', { name: 'Topics' });
  await topics.fill('activity.learning.**');
  await topics.press('Enter');
  await page.getByRole('textbox', { name: 'Filter' }).fill(onlyFrom(source));
  await page.getByRole('textbox', { name: 'Office url' }).fill(receiver.url);
  await page.getByRole('button', { name: 'Subscribe' }).click();
  await expect(page.getByRole('heading', { level: 1, name: source })).toBeVisible();
  await expect(page.getByRole('note').filter({ hasText: carrier })).toHaveCount(0);

  const [event] = await completeLessons(source, 1);
  await expect.poll(() => receiver.received.length, soon).toBe(1);
  expect(JSON.parse(receiver.received[0]?.body ?? '')).toEqual({ event_id: event?.event_id });
  const { items } = await fromHub<SubscriptionPage>(`/activity/subscriptions?search=${source}`);
  await untilCounted(items[0]?.subscription_id ?? '', 'delivered', 1);

  await writeFile(path.join(pluginsDir ?? '', carrier, 'main.ts'), sinkSource(carrier, '^9.0.0'));
  const note = page.getByRole('note');
  await expect(note).toContainText(`The sink ${carrier} cannot run`, soon);
  await expect(note).toContainText('It was written for hub ^9.0.0');
  await uninstall(carrier);
  await expect(note).toContainText(`The sink ${carrier} is not there any more`);
  await page.getByRole('radio', { name: 'Settings' }).click();
  await page.getByRole('checkbox', { name: 'Write the destination anew' }).check();
  await expect(sink).toHaveAccessibleDescription(/There is no such sink any more/);
  await expectNoViolations(page);
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: `Remove ${source}?` });
  await dialog.getByRole('textbox').fill(source);
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect(page).toHaveURL(/\/subscriptions$/);
});

test('a sink that cannot run says why, in the language of the reader, and is not chosen', async ({ page, speak }) => {
  test.setTimeout(120_000);
  await install(ahead, [], '^9.0.0');
  const why = /Он написан для хаба \^9\.0\.0, а этот хаб 0\.1\.0\./;
  await speak('ru');
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto('/plugins');
  const row = page.getByRole('list', { name: 'Приёмники' }).getByRole('listitem').filter({ hasText: ahead });
  await expect(row).toContainText(why);
  await expect(row).toContainText('ни к кому не обращается');
  await expect(row).not.toContainText('It was written');
  await expect(row.getByRole('link')).toHaveCount(0);
  await expectNoViolations(page);
  await expectNoSidewaysScroll(page);

  await page.goto(`/subscriptions/new?sink=${ahead}`);
  const sink = page.getByRole('combobox', { name: 'Приёмник' });
  await expect(sink).toHaveAccessibleDescription(why);
  await expect(sink).toHaveAttribute('aria-invalid', 'true');
  await expect(sink.getByRole('option', { name: `${ahead} (не может работать)` })).toBeDisabled();
  await expectNoViolations(page);
  await expectNoSidewaysScroll(page);
});
