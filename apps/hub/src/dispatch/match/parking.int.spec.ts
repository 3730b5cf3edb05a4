import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DispatchHub, hastyTuning, startDispatchHub, until } from '../testing/dispatch-hub.ts';
import { addsUp, reconcile } from '../testing/reconcile.ts';
import { type Receiver, startReceiver } from '../webhook/testing/receiver.ts';

const maxPending = 100;
const users = 64;
const events = 960;

let hub: DispatchHub;
let receiver: Receiver;

beforeAll(async () => {
  hub = await startDispatchHub();
  receiver = await startReceiver();
});
afterAll(async () => {
  await receiver?.stop();
  await hub?.stop();
});

it('reads on for a subscription only as far as it has room, over all lanes together, and later the rest', {
  timeout: 120_000,
}, async () => {
  for (let user = 0; user < users; user++)
    await hub.publishLessons(events / users, { user_id: `6d0f8a1e-1111-4111-8111-${String(user).padStart(12, '0')}` });
  await hub.startDispatch({ ...hastyTuning, maxPending });
  const { subscription } = await hub.subscribe({
    topics: ['activity.learning.**'],
    from: { kind: 'beginning' },
    concurrency: 100,
    destination: { kind: 'webhook', url: receiver.url },
  });
  const id = subscription.subscription_id;
  await hub.call('POST', `/activity/subscriptions/${id}/pause`);
  await hub.stopDispatch();
  await hub.sql`delete from delivery`;
  await hub.sql`update subscription_lane set "offset" = 0, joined = false, matched = 0`;
  await hub.startDispatch({ ...hastyTuning, maxPending });
  await until(
    () => hub.view(id),
    ({ counts }) => counts.pending >= maxPending / 2,
  );
  await pause(1_500);
  // The stretch that fills it may be longer than what is left of the room; a stretch of every lane would be all there is.
  const inOneLane = Math.max(...(await hub.sql<{ head: number }[]>`select head from lane`).map(({ head }) => head));
  const waiting = await hub.view(id);
  expect(waiting.parked).toBe(true);
  expect(waiting.counts.pending).toBeLessThanOrEqual(maxPending / 2 + inOneLane);
  await hub.call('POST', `/activity/subscriptions/${id}/resume`);
  await until(
    () => hub.view(id),
    ({ counts }) => counts.delivered === events,
    60_000,
  );
  expect((await reconcile(hub.sql)).filter((row) => !addsUp(row))).toEqual([]);
});
