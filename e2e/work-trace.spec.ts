import { randomUUID } from 'node:crypto';
import type { UserWorks, WorkTrace } from '@activity-hub/contracts/activity/work-trace';
import type { ActivityEvent } from '@activity-hub/contracts/event';
import { workers } from '@activity-hub/hub/demo/demo-person';
import { expect } from '@playwright/test';
import { expectNoSidewaysScroll, expectNoViolations } from './support/axe.ts';
import { test } from './support/console-test.ts';
import { fromHub, sendEvents } from './support/hub-api.ts';

const person = workers.lena;

/** An event of one work, so many hours ago. */
function told(work_id: string, type: string, hoursAgo: number, payload: ActivityEvent['payload'] = {}): ActivityEvent {
  return {
    event_id: randomUUID(),
    event_type: `activity.work.${type}`,
    event_version: '1.0.0',
    timestamp: new Date(Date.now() - hoursAgo * 3_600_000).toISOString(),
    source_system: 'cases',
    user_id: person.user_id,
    payload: { work_id, ...payload },
  };
}

async function versionReached(work_id: string, version: number): Promise<WorkTrace> {
  const path = `/activity/works/${encodeURIComponent(work_id)}`;
  const works = () => fromHub<UserWorks>(`/activity/users/${person.user_id}/works`);
  await expect
    .poll(async () => (await works()).items.find((work) => work.work_id === work_id)?.version, { timeout: 30_000 })
    .toBe(version);
  return await fromHub<WorkTrace>(path);
}

test('a work leads from the person to its trace, and a late event issues it anew', async ({ page }) => {
  const work_id = `work of ${randomUUID()}`;
  const failed = told(work_id, 'task_failed', 70, { task_id: 'first' });
  await sendEvents([
    told(work_id, 'started', 72),
    failed,
    told(work_id, 'artifact_created', 6, { artifact_id: 'report' }),
    told(work_id, 'artifact_created', 5, { artifact_id: 'table' }),
    told(work_id, 'evidence_added', 4, { evidence_id: 'proof', artifact_id: 'report' }),
    told(work_id, 'completed', 3, { quality: 0.9 }),
  ]);
  await versionReached(work_id, 1);
  await page.goto(`/users/${person.user_id}`);
  const line = page.getByRole('region', { name: 'Works' }).locator(`[data-work="${work_id}"]`);
  await expect(line).toContainText('Completed');
  await expect(line).toContainText('Version 1');
  await expect(line).toContainText('1 gap');
  await line.getByRole('link').click();

  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Work ${work_id}`);
  const concerns = page.getByRole('region', { name: 'Needs attention' });
  await expect(concerns.locator('[data-gap="artifact_without_evidence"]')).toContainText('table');
  const timeline = page.getByRole('table');
  await expect(timeline.locator('[data-idle]').first()).toContainText('3 days idle');
  await expect(timeline.locator('[data-lane="evidence"]')).toContainText('proof');
  await expect(timeline.locator('[data-lane="metrics"]')).toContainText('quality 0.9');
  await expectNoViolations(page);

  await concerns.locator(`a[data-row="${failed.event_id}"]`).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary', { name: 'Event' })).toContainText('activity.work.task_failed');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('complementary', { name: 'Event' })).toHaveCount(0);

  await sendEvents([told(work_id, 'evidence_added', 4, { evidence_id: 'found later', artifact_id: 'table' })]);
  const trace = await versionReached(work_id, 2);
  expect(trace).toMatchObject({ status: 'completed', late_events: 1, gaps: [] });
  await page.reload();
  await expect(page.getByText('1 event came late')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Needs attention' })).toContainText('Failed');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download JSON' }).click();
  expect((await download).suggestedFilename()).toMatch(/-v2\.json$/);
});

test('a trace speaks Russian and fits a phone', async ({ page, speak }) => {
  const { items } = await fromHub<UserWorks>(`/activity/users/${person.user_id}/works`);
  const work = items.find(({ counts }) => counts.artifacts > 0);
  await speak('ru');
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`/works/${encodeURIComponent(work?.work_id ?? '')}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Работа ${work?.work_id}`);
  await expect(page.getByRole('region', { name: 'События по порядку' })).toBeVisible();
  await expectNoViolations(page);
  await expectNoSidewaysScroll(page);
});
