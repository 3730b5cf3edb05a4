import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { type HubProcess, startHubProcess } from '../testing/hub-process.ts';
import { operatorKey } from '../testing/operator-key.ts';
import { withOwnServers } from '../testing/own-servers.ts';
import type { BenchResult } from './bench-result.ts';
import { quantile } from './quantile.ts';
import { rounded } from './rounded.ts';
import { runLoad } from './run-load.ts';
import { type Receivers, startReceivers } from './start-receivers.ts';

type Say = (line: string) => void;

const subscriptions = 100;
const eventsPerSecond = Number(process.env['HUB_BENCH_RATE'] ?? 1_000);
const batch = 20;
const seconds = 30;
/** First digits of a user's id that one subscription wants, of 256: so an event goes to 1.2 of a hundred. */
const prefixes = 3;
const drainWithinMs = 120_000;
const profile = process.env['HUB_BENCH_PROFILE'];
const profiling: Record<string, string> =
  profile === undefined ? {} : { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${path.resolve(profile)}` };
const env = { HUB_AUTH_SECRET: 'a secret for the bench that is long enough', HUB_WEBHOOK_ALLOW: '127.0.0.1/32' };

async function subscribe(hub: HubProcess, body: Readonly<Record<string, unknown>>): Promise<string> {
  const answer = await fetch(`${hub.url}/activity/subscriptions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${operatorKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`Not subscribed: ${answer.status} ${await answer.text()}`);
  return ((await answer.json()) as { subscription: { subscription_id: string } }).subscription.subscription_id;
}

function filterOf(n: number): string {
  const wanted = Array.from({ length: prefixes }, (_, k) => ((n * prefixes + k) % 256).toString(16).padStart(2, '0'));
  return wanted.map((prefix) => `event.user_id.startsWith("${prefix}")`).join(' || ');
}

/** What a client does at the least: posts of the same size to the same receivers, 50 at once. */
async function plainPosts(receivers: Receivers): Promise<number> {
  const agent = new Agent({ connections: 50 });
  const body = JSON.stringify({ filler: 'x'.repeat(900) });
  const count = 10_000;
  let left = count;
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: 50 }, async () => {
      while (left-- > 0) {
        const { body: answer } = await request(`${receivers.url}/plain/0`, { method: 'POST', body, dispatcher: agent });
        await answer.dump();
      }
    }),
  );
  const rate = count / ((performance.now() - begun) / 1000);
  await agent.close();
  return rate;
}

interface Phase {
  readonly deliveriesPerSecond: number;
  readonly delivered: number;
  readonly distinct: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly ingestP95: number;
  readonly drainMs: number;
}

async function phase(hub: HubProcess, receivers: Receivers, run: string): Promise<Phase> {
  receivers.forget();
  const rest = { surface: 'rest', target: hub.url, batch, connections: 8 } as const;
  const count = eventsPerSecond * seconds;
  const load = await runLoad({ mode: 'paced', ...rest, run, count, perSecond: eventsPerSecond / batch });
  const ended = performance.now();
  let known = (await receivers.report()).ages.length;
  let quietSince = performance.now();
  while (performance.now() - quietSince < 1_500 && performance.now() - ended < drainWithinMs) {
    await pause(100);
    const now = (await receivers.report()).ages.length;
    if (now !== known) quietSince = performance.now();
    known = now;
  }
  const { ages, ids } = await receivers.report();
  return {
    deliveriesPerSecond: ages.length / (load.seconds + (quietSince - ended) / 1000),
    delivered: ages.length,
    distinct: ids,
    p50: quantile(ages, 0.5),
    p95: quantile(ages, 0.95),
    p99: quantile(ages, 0.99),
    ingestP95: load.p95,
    drainMs: quietSince - ended,
  };
}

async function misbehaving(hub: HubProcess, receivers: Receivers): Promise<void> {
  for (const kind of ['hang', 'fail', 'huge']) {
    const destination = { kind: 'webhook', url: `${receivers.url}/${kind}/0` };
    await subscribe(hub, { name: kind, topics: ['activity.**'], destination });
  }
}

/**
 * A hundred subscriptions with a filter each, and events over HTTP at a steady rate; ingest, dispatch, receivers and load
 * are processes of their own. Then the same beside three endpoints that hang, fail and never stop answering.
 */
export async function deliverBench(say: Say): Promise<BenchResult> {
  const receivers = await startReceivers();
  try {
    return await withOwnServers(async ({ env: servers }) => {
      const hub = await startHubProcess({ roles: 'ingest,query', env: { ...servers, ...env } });
      const dispatch = await startHubProcess({ roles: 'dispatch', env: { ...servers, ...env, ...profiling } });
      try {
        say('plain posts to the receivers');
        const plain = await plainPosts(receivers);
        for (let n = 0; n < subscriptions; n++) {
          const destination = { kind: 'webhook', url: `${receivers.url}/good/${n}` };
          await subscribe(hub, { name: `number ${n}`, topics: ['activity.**'], filter: filterOf(n), destination });
        }
        say(`${subscriptions} subscriptions, ${eventsPerSecond} events/s for ${seconds} s`);
        await runLoad({
          mode: 'batches',
          surface: 'rest',
          target: hub.url,
          batch,
          connections: 2,
          run: 'warm',
          count: 2_000,
          perSecond: 0,
        });
        await pause(2_000);
        const alone = await phase(hub, receivers, 'alone');
        say('the same beside endpoints that hang, fail and flood');
        await misbehaving(hub, receivers);
        const beside = await phase(hub, receivers, 'beside');
        return {
          name: 'deliver',
          figures: {
            filter_evaluations_per_s: subscriptions * eventsPerSecond,
            deliveries_per_s: rounded(alone.deliveriesPerSecond),
            delivered: alone.delivered,
            repeated: alone.delivered - alone.distinct,
            first_attempt_p50_ms: rounded(alone.p50, 1),
            first_attempt_p95_ms: rounded(alone.p95, 1),
            first_attempt_p99_ms: rounded(alone.p99, 1),
            ingest_p95_ms: rounded(alone.ingestP95, 1),
            drain_ms: rounded(alone.drainMs),
            beside_deliveries_per_s: rounded(beside.deliveriesPerSecond),
            beside_first_attempt_p95_ms: rounded(beside.p95, 1),
            beside_repeated: beside.delivered - beside.distinct,
          },
          ratios: {
            deliveries_to_plain_posts: rounded(alone.deliveriesPerSecond / plain, 3),
            beside_p95_to_alone: rounded(beside.p95 / alone.p95, 2),
          },
          baseline: { plain_posts_per_s: rounded(plain) },
          peakRssMb: dispatch.peakRssMb(),
        };
      } finally {
        await dispatch.stop();
        await hub.stop();
      }
    });
  } finally {
    await receivers.stop();
  }
}
