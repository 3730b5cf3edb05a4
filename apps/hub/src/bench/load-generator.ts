import { benchEvent } from './bench-events.ts';
import { type LoadClient, type LoadSurface, openLoadClient } from './load-client.ts';
import { quantile } from './quantile.ts';

/**
 * The load, in a process of its own so that it shares no event loop with what it measures. Bodies are
 * made before the clock starts. Prints one JSON line.
 *   batches: `connections` clients send batches one after the other until `count` events are sent
 *   paced:   `perSecond` bodies of `batch` events at a fixed rate, whatever the answers do (no coordinated omission: the
 *            latency counts from the moment the event was due)
 */
export interface LoadPlan {
  readonly mode: 'batches' | 'paced';
  readonly surface: LoadSurface;
  /** The address of the hub, without a path. */
  readonly target: string;
  readonly run: string;
  readonly count: number;
  readonly batch: number;
  readonly connections: number;
  readonly perSecond: number;
  /** At the beginning, of which latencies say nothing: connections are opened, and code is compiled; default 0. */
  readonly leadSeconds?: number;
}

export interface LoadResult {
  readonly seconds: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /**
   * The median of what the p95 was in each quarter of a second. A machine that stalls for 30 ms every other second moves the p95
   * of all between 3 and 15 ms by chance, and few of these.
   */
  readonly usualP95: number;
  readonly failures: number;
}

const usualWithinMs = 250;

interface Latency {
  /** When it was due, in milliseconds since the load began. */
  readonly at: number;
  readonly ms: number;
}

function bodiesOf(plan: LoadPlan, client: LoadClient): Buffer[] {
  const now = Date.now();
  const bodies: Buffer[] = [];
  for (let n = 0; n < plan.count; n += plan.batch) {
    const length = Math.min(plan.batch, plan.count - n);
    bodies.push(client.bodyOf(Array.from({ length }, (_, i) => benchEvent(plan.run, n + i, now))));
  }
  return bodies;
}

type Send = (plan: LoadPlan, bodies: readonly Buffer[], client: LoadClient, latencies: Latency[]) => Promise<number>;

const sendBatches: Send = async (plan, bodies, client, latencies) => {
  const started = performance.now();
  let next = 0;
  let failures = 0;
  const work = async (_: unknown, connection: number): Promise<void> => {
    for (let body = bodies[next++]; body !== undefined; body = bodies[next++]) {
      const begun = performance.now();
      const isStored = await client.send(body, connection);
      latencies.push({ at: begun - started, ms: performance.now() - begun });
      if (!isStored) failures++;
    }
  };
  await Promise.all(Array.from({ length: plan.connections }).map(work));
  return failures;
};

const sendPaced: Send = async (plan, bodies, client, latencies) => {
  let failures = 0;
  const begun = performance.now();
  const pending: Promise<void>[] = [];
  for (const [n, body] of bodies.entries()) {
    const due = begun + (n * 1000) / plan.perSecond;
    const wait = due - performance.now();
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
    pending.push(
      client.send(body, n).then((isStored) => {
        latencies.push({ at: due - begun, ms: performance.now() - due });
        if (!isStored) failures++;
      }),
    );
  }
  await Promise.all(pending);
  return failures;
};

export async function generateLoad(plan: LoadPlan): Promise<LoadResult> {
  const client = await openLoadClient(plan.surface, plan.target, plan);
  const bodies = bodiesOf(plan, client);
  const latencies: Latency[] = [];
  const begun = performance.now();
  const send = plan.mode === 'batches' ? sendBatches : sendPaced;
  const failures = await send(plan, bodies, client, latencies);
  const seconds = (performance.now() - begun) / 1000;
  client.close();
  const measured = latencies.filter(({ at }) => at >= 1_000 * (plan.leadSeconds ?? 0));
  const all = measured.map(({ ms }) => ms);
  return {
    seconds,
    perSecond: plan.count / seconds,
    p50: quantile(all, 0.5),
    p95: quantile(all, 0.95),
    p99: quantile(all, 0.99),
    usualP95: usualP95(measured),
    failures,
  };
}

function usualP95(latencies: readonly Latency[]): number {
  const quarters = Map.groupBy(latencies, ({ at }) => Math.floor(at / usualWithinMs));
  const p95s = [...quarters.values()].map((some) =>
    quantile(
      some.map(({ ms }) => ms),
      0.95,
    ),
  );
  return quantile(p95s, 0.5);
}

if (import.meta.main) {
  const plan = JSON.parse(process.argv[2] ?? '{}') as LoadPlan;
  process.stdout.write(`${JSON.stringify(await generateLoad(plan))}\n`);
}
