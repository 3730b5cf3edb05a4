import { Agent, request } from 'node:http';
import { operatorKey } from '../testing/operator-key.ts';
import { benchEvent } from './bench-events.ts';
import { quantile } from './quantile.ts';

/**
 * Far more than a hub may take, in a process of its own: batches at a fixed rate, whatever the answers do.
 * Prints one JSON line. What was acknowledged is told batch by batch, so that the log can be held against it.
 */
export interface OverloadPlan {
  readonly url: string;
  readonly seconds: number;
  readonly eventsPerSecond: number;
  readonly batch: number;
  readonly connections: number;
  /** Keeps the ids of two loads apart. */
  readonly firstBatch: number;
}

export interface OverloadResult {
  readonly offeredPerSecond: number;
  readonly acknowledgedBatches: readonly number[];
  readonly sentAway: number;
  readonly otherAnswers: number;
  readonly sentAwayP95: number;
  readonly acknowledgedP95: number;
}

/** Beyond it the sender itself would be what grows; what is not sent for it is not counted as offered. */
const maxOutstanding = 2_000;
const tickMs = 5;

/** The id of an event of the overload: its batch and its place. */
export function overloadId(batch: number, place: number): string {
  const number = (batch * 1_000 + place).toString(16).padStart(12, '0');
  return `00000000-0bed-5000-8000-${number}`;
}

/** The bytes of a batch, made once; only the ids are written anew, since rendering 20,000 events a second costs a core. */
function createBodies(size: number) {
  const now = Date.now();
  const events = Array.from({ length: size }, (_, place) => ({
    ...benchEvent('overload', place, now),
    event_id: overloadId(0, place),
  }));
  const template = Buffer.from(JSON.stringify(events));
  const places = events.map((event) => template.indexOf(event.event_id));
  return (batch: number): Buffer => {
    const body = Buffer.from(template);
    for (const [place, at] of places.entries()) body.write(overloadId(batch, place), at, 'latin1');
    return body;
  };
}

export async function offerTooMuch(plan: OverloadPlan): Promise<OverloadResult> {
  const bodyOf = createBodies(plan.batch);
  const agent = new Agent({ keepAlive: true, maxSockets: plan.connections });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${operatorKey}` };
  const acknowledgedBatches: number[] = [];
  const [awayMs, acknowledgedMs]: [number[], number[]] = [[], []];
  let [outstanding, otherAnswers, next] = [0, 0, 0];

  function send(batch: number): void {
    const body = bodyOf(batch);
    const begun = performance.now();
    outstanding++;
    const call = request(
      plan.url,
      { agent, method: 'POST', headers: { ...headers, 'content-length': body.length } },
      (answer) => {
        answer.resume();
        answer.on('end', () => {
          outstanding--;
          if (answer.statusCode === 200) {
            acknowledgedBatches.push(batch);
            acknowledgedMs.push(performance.now() - begun);
          } else if (answer.statusCode === 503) awayMs.push(performance.now() - begun);
          else otherAnswers++;
        });
      },
    );
    call.on('error', () => {
      outstanding--;
      otherAnswers++;
    });
    call.end(body);
  }

  const begun = performance.now();
  const perMs = plan.eventsPerSecond / plan.batch / 1000;
  for (let elapsed = 0; elapsed < plan.seconds * 1000; elapsed = performance.now() - begun) {
    const due = Math.floor(elapsed * perMs);
    while (next < due && outstanding < maxOutstanding) send(plan.firstBatch + next++);
    await new Promise((resolve) => setTimeout(resolve, tickMs));
  }
  const seconds = (performance.now() - begun) / 1000;
  const offeredPerSecond = (next * plan.batch) / seconds;
  while (outstanding > 0) await new Promise((resolve) => setTimeout(resolve, tickMs));
  agent.destroy();
  return {
    offeredPerSecond,
    acknowledgedBatches,
    sentAway: awayMs.length,
    otherAnswers,
    sentAwayP95: quantile(awayMs, 0.95),
    acknowledgedP95: quantile(acknowledgedMs, 0.95),
  };
}

if (import.meta.main) {
  const plan = JSON.parse(process.argv[2] ?? '{}') as OverloadPlan;
  process.stdout.write(`${JSON.stringify(await offerTooMuch(plan))}\n`);
}
