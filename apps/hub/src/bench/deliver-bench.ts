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
const seconds = 20;
/** A machine is noisy: each situation is measured so often, in turn, and its median counts. */
const rounds = 3;
/** First digits of a user's id that one subscription wants, of 256: so an event goes to 1.2 of a hundred, or to 2.3. */
const prefixes = 3;
const widePrefixes = 6;
const drainWithinMs = 120_000;
const profile = process.env['HUB_BENCH_PROFILE'];
const profiling: Record<string, string> =
  profile === undefined ? {} : { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${path.resolve(profile)}` };
const env = { HUB_AUTH_SECRET: 'a secret for the bench that is long enough', HUB_WEBHOOK_ALLOW: '127.0.0.1/32' };

type Method = 'POST' | 'PATCH' | 'DELETE';

/** @param path of a subscription, with its slash; empty for a new one */
async function ask(hub: HubProcess, method: Method, path: string, body?: object): Promise<Response> {
  const answer = await fetch(`${hub.url}/activity/subscriptions${path}`, {
    method,
    headers: { authorization: `Bearer ${operatorKey}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} of a subscription: ${answer.status} ${await answer.text()}`);
  return answer;
}

async function subscribe(hub: HubProcess, body: object): Promise<string> {
  const answer = await ask(hub, 'POST', '', body);
  return ((await answer.json()) as { subscription: { subscription_id: string } }).subscription.subscription_id;
}

function filterOf(n: number, count = prefixes): string {
  const wanted = Array.from({ length: count }, (_, k) => ((n * count + k) % 256).toString(16).padStart(2, '0'));
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

async function phase(hub: HubProcess, receivers: Receivers, run: string, say: Say): Promise<Phase> {
  const perSecond = eventsPerSecond;
  receivers.forget();
  const rest = { surface: 'rest', target: hub.url, batch, connections: 8 } as const;
  const load = await runLoad({ mode: 'paced', ...rest, run, count: perSecond * seconds, perSecond: perSecond / batch });
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
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((part) => quantile(ages, part)) as [number, number, number];
  say(`${run}: ${ages.length} deliveries, p50 ${rounded(p50)} ms, p95 ${rounded(p95)} ms, p99 ${rounded(p99)} ms`);
  return {
    deliveriesPerSecond: ages.length / (load.seconds + (quietSince - ended) / 1000),
    delivered: ages.length,
    distinct: ids,
    p50,
    p95,
    p99,
    ingestP95: load.p95,
    drainMs: quietSince - ended,
  };
}

const good = ['good', 'good', 'good'];
const bad = ['hang', 'fail', 'huge'];

/** More of them, by how their endpoints answer. Without a filter they get every event. */
async function subscribeMore(
  hub: HubProcess,
  url: string,
  kinds: readonly string[],
  filtered: boolean,
): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const [n, kind] of kinds.entries()) {
    const destination = { kind: 'webhook', url: `${url}/${kind}/0` };
    const filter = filtered ? { filter: filterOf(n) } : {};
    ids.push(await subscribe(hub, { name: kind, topics: ['activity.**'], ...filter, destination }));
  }
  return ids;
}

async function unsubscribe(hub: HubProcess, ids: readonly string[]): Promise<void> {
  for (const id of ids) await ask(hub, 'DELETE', `/${id}`);
}

interface Measured {
  readonly full: Phase[];
  /** Beside three more that are well, three like the others that are not, and three that get every event. */
  readonly calm: Phase[];
  readonly beside: Phase[];
  readonly flooded: Phase[];
  /** When each event goes to twice as many. */
  readonly wide: Phase;
}

async function measured(
  hub: HubProcess,
  receivers: Receivers,
  badUrl: string,
  ids: readonly string[],
  say: Say,
): Promise<Measured> {
  const found: Omit<Measured, 'wide'> = { full: [], calm: [], beside: [], flooded: [] };
  const calmly = async (phases: Phase[], run: string, kinds: readonly string[], filtered: boolean): Promise<void> => {
    const more = await subscribeMore(hub, kinds === good ? receivers.url : badUrl, kinds, filtered);
    phases.push(await phase(hub, receivers, run, say));
    await unsubscribe(hub, more);
  };
  for (let round = 1; round <= rounds; round++) {
    say(`round ${round} of ${rounds}: ${subscriptions} subscriptions, ${eventsPerSecond} events/s for ${seconds} s`);
    found.full.push(await phase(hub, receivers, `full-${round}`, say));
    say('beside three more that are well; three that hang, fail and flood; three such that get every event');
    await calmly(found.calm, `calm-${round}`, good, true);
    await calmly(found.beside, `beside-${round}`, bad, true);
    await calmly(found.flooded, `flooded-${round}`, bad, false);
  }
  say('each event to twice as many');
  for (const [n, id] of ids.entries()) await ask(hub, 'PATCH', `/${id}`, { filter: filterOf(n, widePrefixes) });
  return { ...found, wide: await phase(hub, receivers, 'wide', say) };
}

function median(phases: readonly Phase[], figure: keyof Phase, digits = 1): number {
  return rounded(
    quantile(
      phases.map((one) => one[figure]),
      0.5,
    ),
    digits,
  );
}

function figuresOf({ full, calm, beside, flooded, wide }: Measured, plain: number, peakRssMb: number): BenchResult {
  const all = [...full, ...calm, ...beside, ...flooded, wide];
  return {
    name: 'deliver',
    figures: {
      filter_evaluations_per_s: subscriptions * eventsPerSecond,
      deliveries_per_s: median(full, 'deliveriesPerSecond', 0),
      repeated: all.reduce((sum, one) => sum + one.delivered - one.distinct, 0),
      first_attempt_p50_ms: median(full, 'p50'),
      first_attempt_p95_ms: median(full, 'p95'),
      first_attempt_p99_ms: median(full, 'p99'),
      ingest_p95_ms: median(full, 'ingestP95'),
      drain_ms: median(full, 'drainMs', 0),
      calm_first_attempt_p95_ms: median(calm, 'p95'),
      beside_first_attempt_p95_ms: median(beside, 'p95'),
      flooded_first_attempt_p95_ms: median(flooded, 'p95'),
      wide_deliveries_per_s: rounded(wide.deliveriesPerSecond),
      wide_first_attempt_p95_ms: rounded(wide.p95),
    },
    ratios: {
      deliveries_to_plain_posts: rounded(median(full, 'deliveriesPerSecond') / plain, 3),
      beside_p95_to_calm: rounded(median(beside, 'p95') / median(calm, 'p95'), 2),
      flooded_p95_to_calm: rounded(median(flooded, 'p95') / median(calm, 'p95'), 2),
    },
    baseline: { plain_posts_per_s: rounded(plain) },
    peakRssMb,
  };
}

/**
 * A hundred subscriptions with a filter each, and events over HTTP at a steady rate; ingest, dispatch, receivers and load
 * are processes of their own. Then beside three more that are well, beside three whose endpoints hang, fail and never stop
 * answering, and beside three such that get every event, so that most of what matches is theirs. In the end with twice as many
 * deliveries.
 */
export async function deliverBench(say: Say): Promise<BenchResult> {
  const receivers = await startReceivers();
  // Apart: what a flooding one does to its own process must not hold up the good ones.
  const badReceivers = await startReceivers();
  try {
    return await withOwnServers(async ({ env: servers }) => {
      const hub = await startHubProcess({ roles: 'ingest,query', env: { ...servers, ...env } });
      const dispatch = await startHubProcess({ roles: 'dispatch', env: { ...servers, ...env, ...profiling } });
      try {
        say('plain posts to the receivers');
        const plain = await plainPosts(receivers);
        const ids: string[] = [];
        for (let n = 0; n < subscriptions; n++) {
          const destination = { kind: 'webhook', url: `${receivers.url}/good/${n}` };
          const who = { name: `number ${n}`, topics: ['activity.**'], filter: filterOf(n), destination };
          ids.push(await subscribe(hub, who));
        }
        const warm = { mode: 'batches', surface: 'rest', target: hub.url, batch, connections: 2 } as const;
        await runLoad({ ...warm, run: 'warm', count: 2_000, perSecond: 0 });
        await pause(2_000);
        return figuresOf(await measured(hub, receivers, badReceivers.url, ids, say), plain, dispatch.peakRssMb());
      } finally {
        await dispatch.stop();
        await hub.stop();
      }
    });
  } finally {
    await badReceivers.stop();
    await receivers.stop();
  }
}
