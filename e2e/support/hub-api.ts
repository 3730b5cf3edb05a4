import type { SystemStats } from '@activity-hub/contracts/activity/system-activity';
import type { ActivityEvent } from '@activity-hub/contracts/event';
import { type BatchAnswer, batchAnswer } from '@activity-hub/contracts/receipt';
import { expect } from '@playwright/test';

function hubUrl(): string {
  const url = process.env['E2E_HUB_URL'];
  if (url === undefined) throw new Error('E2E_HUB_URL is not set: run the tests through e2e/playwright.config.ts.');
  return url;
}

function asOperator(): { readonly authorization: string } {
  return { authorization: `Bearer ${process.env['E2E_HUB_KEY'] ?? ''}` };
}

/** What the hub answers over REST: the console must show the same. */
export async function fromHub<Answer>(path: string): Promise<Answer> {
  const answer = await fetch(`${hubUrl()}${path}`, { headers: asOperator() });
  expect(answer.status, path).toBe(200);
  return (await answer.json()) as Answer;
}

/** Who follows the log right now, as the hub counts them. */
export async function streamFollowers(): Promise<number> {
  const answer = await fetch(`${hubUrl()}/activity/metrics`, { headers: asOperator() });
  return Number(/^hub_stream_followers (\d+)$/m.exec(await answer.text())?.[1]);
}

/** An act of the operator over REST. */
export async function toHub<Answer>(path: string, body: object): Promise<Answer> {
  const answer = await fetch(`${hubUrl()}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...asOperator() },
    body: JSON.stringify(body),
  });
  expect(answer.status, path).toBe(200);
  return (await answer.json()) as Answer;
}

export async function sendEvents(events: readonly ActivityEvent[]): Promise<BatchAnswer> {
  const answer = await fetch(`${hubUrl()}/activity/events/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...asOperator() },
    body: JSON.stringify(events),
  });
  return batchAnswer.parse(await answer.json());
}

/** How the hub answers a batch of one event that a producer sends with its key. */
export async function statusWithKey(key: string, event: ActivityEvent): Promise<number> {
  const answer = await fetch(`${hubUrl()}/activity/events/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify([event]),
  });
  return answer.status;
}

/** Waits until every consumer has read all that was recorded. */
export async function consumersCaughtUp(): Promise<void> {
  await expect
    .poll(
      async () => {
        const stats = await fromHub<SystemStats>('/activity/stats');
        return stats.consumers.reduce((lag, consumer) => lag + consumer.lag_events, stats.freshness.lag_events);
      },
      { timeout: 60_000 },
    )
    .toBe(0);
}
