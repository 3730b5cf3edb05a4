import { Agent, request } from 'node:http';
import { asOperator } from '../testing/operator-key.ts';
import { benchEvent } from './bench-events.ts';
import { quantile } from './quantile.ts';

/**
 * The load, in a process of its own so that it shares no event loop with what it measures. Bodies are
 * made before the clock starts. Prints one JSON line.
 *   batches: `connections` clients post batches one after the other until `count` events are sent
 *   paced:   `perSecond` bodies of `batch` events at a fixed rate, whatever the answers do (no coordinated omission: the
 *            latency counts from the moment the event was due)
 */
export interface LoadPlan {
  readonly mode: 'batches' | 'paced';
  readonly url: string;
  readonly run: string;
  readonly count: number;
  readonly batch: number;
  readonly connections: number;
  readonly perSecond: number;
}

export interface LoadResult {
  readonly seconds: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly failures: number;
}

function post(agent: Agent, url: string, body: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = request(
      url,
      {
        agent,
        method: 'POST',
        headers: { ...asOperator, 'content-type': 'application/json', 'content-length': body.length },
      },
      (answer) => {
        answer.resume();
        answer.on('end', () => resolve(answer.statusCode ?? 0));
        answer.on('error', reject);
      },
    );
    call.on('error', reject);
    call.end(body);
  });
}

function bodiesOf(plan: LoadPlan): Buffer[] {
  const now = Date.now();
  const bodies: Buffer[] = [];
  for (let n = 0; n < plan.count; n += plan.batch) {
    const events = Array.from({ length: Math.min(plan.batch, plan.count - n) }, (_, i) =>
      benchEvent(plan.run, n + i, now),
    );
    bodies.push(Buffer.from(JSON.stringify(plan.batch === 1 ? events[0] : events)));
  }
  return bodies;
}

async function sendBatches(
  plan: LoadPlan,
  bodies: readonly Buffer[],
  agent: Agent,
  latencies: number[],
): Promise<number> {
  let next = 0;
  let failures = 0;
  const client = async (): Promise<void> => {
    for (let body = bodies[next++]; body !== undefined; body = bodies[next++]) {
      const begun = performance.now();
      const status = await post(agent, plan.url, body);
      latencies.push(performance.now() - begun);
      if (status >= 300 || status === 207) failures++;
    }
  };
  await Promise.all(Array.from({ length: plan.connections }, client));
  return failures;
}

async function sendPaced(
  plan: LoadPlan,
  bodies: readonly Buffer[],
  agent: Agent,
  latencies: number[],
): Promise<number> {
  let failures = 0;
  const begun = performance.now();
  const pending: Promise<void>[] = [];
  for (const [n, body] of bodies.entries()) {
    const due = begun + (n * 1000) / plan.perSecond;
    const wait = due - performance.now();
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
    pending.push(
      post(agent, plan.url, body).then((status) => {
        latencies.push(performance.now() - due);
        if (status >= 300) failures++;
      }),
    );
  }
  await Promise.all(pending);
  return failures;
}

export async function generateLoad(plan: LoadPlan): Promise<LoadResult> {
  const bodies = bodiesOf(plan);
  const agent = new Agent({ keepAlive: true, maxSockets: plan.connections });
  const latencies: number[] = [];
  const begun = performance.now();
  const send = plan.mode === 'batches' ? sendBatches : sendPaced;
  const failures = await send(plan, bodies, agent, latencies);
  const seconds = (performance.now() - begun) / 1000;
  agent.destroy();
  return {
    seconds,
    perSecond: plan.count / seconds,
    p50: quantile(latencies, 0.5),
    p95: quantile(latencies, 0.95),
    p99: quantile(latencies, 0.99),
    failures,
  };
}

if (import.meta.main) {
  const plan = JSON.parse(process.argv[2] ?? '{}') as LoadPlan;
  process.stdout.write(`${JSON.stringify(await generateLoad(plan))}\n`);
}
