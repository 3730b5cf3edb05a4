import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Delivery, DeliveryPage } from '@activity-hub/contracts/dispatch/delivery';
import type { CreatedSubscription, SubscriptionView } from '@activity-hub/contracts/dispatch/subscription';
import type { AnySink } from '@activity-hub/contracts/plugin/sink';
import { sinks } from '@activity-hub/plugins/catalog';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { type KeysHub, lesson, startKeysHub } from '../../auth/testing/keys-hub.ts';
import { SecretBox } from '../secret-box.ts';
import { type Dispatch, type DispatchOptions, type DispatchTuning, startDispatch } from '../start-dispatch.ts';
import { parseAllowList } from '../webhook/allow-list.ts';
import { sinksIn } from './sinks-in.ts';

export const hubSecret = 'a secret of the hub that is long enough';
const allow = '127.0.0.1/32';

/** A hub with its dispatch, and what a spec asks of it most. */
export interface DispatchHub extends KeysHub {
  readonly databaseUrl: string;
  subscribe(draft: Record<string, unknown>): Promise<CreatedSubscription>;
  view(id: string): Promise<SubscriptionView>;
  deliveries(id: string, query?: string): Promise<readonly Delivery[]>;
  /** Publishes lessons. @returns their ids */
  publishLessons(count: number, over?: Record<string, unknown>): Promise<readonly string[]>;
  startDispatch(
    tuning?: Partial<DispatchTuning>,
    more?: readonly AnySink[],
    over?: Partial<DispatchOptions>,
  ): Promise<Dispatch>;
  /** What was started last comes to its end. */
  stopDispatch(): Promise<void>;
}

/** Retries come at once. */
export const hastyTuning: Partial<DispatchTuning> = {
  pollMs: 50,
  paceMs: 5,
  retryRules: { waitsMs: [50, 50, 50], jitter: 0, maxRetryAfterMs: 1_000 },
};

export async function startDispatchHub(): Promise<DispatchHub> {
  const hub = await startKeysHub({ HUB_AUTH_SECRET: hubSecret, HUB_WEBHOOK_ALLOW: allow });
  const databaseUrl = hub.databaseUrl;
  let running: Dispatch | undefined;
  const stopDispatch = async (): Promise<void> => {
    await running?.stop();
    running = undefined;
  };
  const answered = async <Body>(method: string, path: string, body?: unknown): Promise<Body> => {
    const answer = await hub.call<Body>(method, path, body === undefined ? {} : { body });
    if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  return {
    ...hub,
    subscribe: (draft) => answered('POST', '/activity/subscriptions', { name: 'A subscription', ...draft }),
    view: (id) => answered('GET', `/activity/subscriptions/${id}`),
    deliveries: async (id, query = 'limit=200') =>
      (await answered<DeliveryPage>('GET', `/activity/subscriptions/${id}/deliveries?${query}`)).items,
    async publishLessons(count, over = {}) {
      const events = Array.from({ length: count }, () => ({ ...lesson(), event_id: randomUUID(), ...over }));
      for (let at = 0; at < count; at += 500)
        await answered('POST', '/activity/events/batch', events.slice(at, at + 500));
      return events.map((event) => event.event_id);
    },
    async startDispatch(tuning = hastyTuning, more = [], over = {}) {
      await stopDispatch();
      running = await startDispatch({
        databaseUrl,
        box: new SecretBox(hubSecret),
        allow: parseAllowList(allow),
        sinks: [...sinks, ...more],
        installed: sinksIn(''),
        dataDir: `/tmp/hub-dispatch-${process.pid}`,
        logger: pino({ level: process.env['DISPATCH_LOG'] ?? 'silent' }),
        registry: new Registry(),
        tuning,
        ...over,
      });
      return running;
    },
    stopDispatch,
    async stop() {
      await stopDispatch();
      await hub.stop();
    },
  };
}

/** Waits until something holds, and says what was there instead. */
export async function until<Value>(
  look: () => Value | Promise<Value>,
  holds: (value: Value) => boolean,
  limitMs = 15_000,
): Promise<Value> {
  const end = Date.now() + limitMs;
  for (;;) {
    const value = await look();
    if (holds(value)) return value;
    if (Date.now() > end) throw new Error(`It did not come to that: ${JSON.stringify(value)?.slice(0, 2_000)}`);
    await pause(20);
  }
}
