import { randomUUID } from 'node:crypto';
import type {
  CreatedSubscription,
  SubscriptionChange,
  SubscriptionView,
} from '@activity-hub/contracts/dispatch/subscription';
import type { ActivityEvent } from '@activity-hub/contracts/event';
import { expect } from '@playwright/test';
import { fromHub, sendEvents, toHub } from './hub-api.ts';

const lessonCompleted = 'activity.learning.lesson_completed';

/** A source of its own for each test: its subscription filters by it, so that no test sees events of another. */
export const newSource = (): string => `sub-${randomUUID().slice(0, 8)}`;

export const onlyFrom = (source: string): string => `event.source_system == '${source}'`;

export async function subscribe(
  source: string,
  url: string,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<SubscriptionView> {
  const { subscription } = await toHub<CreatedSubscription>('/activity/subscriptions', {
    name: source,
    topics: ['activity.learning.**'],
    filter: onlyFrom(source),
    destination: { kind: 'webhook', url },
    ...settings,
  });
  return subscription;
}

export const subscriptionOf = (id: string): Promise<SubscriptionView> =>
  fromHub<SubscriptionView>(`/activity/subscriptions/${id}`);

export async function changeSubscription({ subscription_id: id, ...change }: SubscriptionChange): Promise<void> {
  const answer = await fetch(`${process.env['E2E_HUB_URL']}/activity/subscriptions/${id}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${process.env['E2E_HUB_KEY']}` },
    body: JSON.stringify(change),
  });
  expect(answer.status).toBe(200);
}

/** Lessons that one person completed, as many as asked for. */
export async function completeLessons(source: string, count: number): Promise<readonly ActivityEvent[]> {
  const events = Array.from({ length: count }, (_, at) => ({
    event_id: randomUUID(),
    event_type: lessonCompleted,
    event_version: '1.0.0',
    timestamp: new Date(Date.now() - 1_000).toISOString(),
    source_system: source,
    user_id: '3ab871b9-b242-4799-89db-759b9da33447',
    payload: { course_id: source, lesson_id: `lesson-${at + 1}` },
  }));
  expect((await sendEvents(events)).accepted).toBe(count);
  return events;
}

/** Waits until so many of its deliveries came to that end. */
export async function untilCounted(
  id: string,
  name: 'delivered' | 'dead_lettered' | 'pending' | 'matched',
  count: number,
): Promise<void> {
  await expect.poll(async () => (await subscriptionOf(id)).counts[name], { timeout: 30_000 }).toBe(count);
}
