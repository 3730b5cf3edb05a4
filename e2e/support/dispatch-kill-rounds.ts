import { randomInt } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import type { Sql } from '@activity-hub/db/postgres/client';
import { benchEvent } from '@activity-hub/hub/bench/bench-events';
import { startDispatchProcess } from '@activity-hub/hub/dispatch/testing/dispatch-process';
import { startHubProcess } from '@activity-hub/hub/testing/hub-process';
import { asOperator } from '@activity-hub/hub/testing/operator-key';

const batchSize = 40;
const settledWithinMs = 180_000;
/** Days of retries in seconds: the receiver is away for longer than most of the tries of what came first. */
const tuning = {
  pollMs: 100,
  paceMs: 5,
  retryRules: { waitsMs: [150, 300, 600, 1_200, 2_400, 4_800], jitter: 0.5, maxRetryAfterMs: 1_000 },
};

export interface DispatchKillReport {
  readonly rounds: number;
  readonly published: number;
  readonly delivered: number;
  readonly dead: number;
  /** Published events that are neither delivered nor dead-lettered, or more than once. */
  readonly unaccounted: number;
  /** Delivered by the rows, and the receiver never took it. */
  readonly untrue: number;
  /** Events that came with more than one webhook-id, or webhook-ids with more than one event. */
  readonly unstable: number;
  /** Taken more than once, always with the same webhook-id: what was under way when dispatch died. */
  readonly repeated: number;
  /** Deaths while something was on its way. */
  readonly atWork: number;
}

export function isAccounted(report: DispatchKillReport): boolean {
  return report.unaccounted + report.untrue + report.unstable === 0;
}

/**
 * Kills dispatch with SIGKILL while events come in and the receiver is slow, then away, then back, and afterwards holds
 * the deliveries against the log and against what the receiver saw.
 */
export async function dispatchKillRounds(options: {
  readonly rounds: number;
  readonly env: Readonly<Record<string, string>>;
  readonly sql: Sql;
  readonly say: (line: string) => void;
}): Promise<DispatchKillReport> {
  const { rounds, sql, say } = options;
  const env = {
    ...options.env,
    HUB_AUTH_SECRET: 'a secret of the hub that is long enough',
    HUB_WEBHOOK_ALLOW: '127.0.0.1/32',
  };
  const ingest = await startHubProcess({ roles: 'ingest,query', env });
  const receiver = new Receiver();
  let dispatch = await startDispatchProcess(env, tuning);
  try {
    const url = await receiver.start();
    const destination = { kind: 'webhook', url, timeout_ms: 1_000 };
    const topics = ['activity.learning.**', 'activity.work.**', 'activity.social.**'];
    await post(`${ingest.url}/activity/subscriptions`, { name: 'Killed', topics, destination, concurrency: 20 });
    let published = 0;
    let atWork = 0;
    for (let round = 1; round <= rounds; round++) {
      // Every second death comes while the receiver is away.
      receiver.isAway = round % 2 === 0;
      const dies = Date.now() + randomInt(600, 2_500);
      while (Date.now() < dies) {
        const events = Array.from({ length: batchSize }, (_, n) =>
          benchEvent('dispatch kill', published + n, Date.now()),
        );
        await post(`${ingest.url}/activity/events/batch`, events);
        published += batchSize;
        await pause(100);
      }
      if (receiver.open > 0 || receiver.isAway) atWork += 1;
      await dispatch.kill();
      dispatch = await startDispatchProcess(env, tuning);
      say(`dispatch killed ${round}/${rounds}: ${published} published, ${receiver.taken.size} taken`);
    }
    await pause(2_000);
    receiver.isAway = false;
    await settled(sql, () => dispatch.isAlive());
    return { rounds, published, atWork, ...(await reconciled(sql, topics, receiver)) };
  } finally {
    await dispatch.kill();
    await ingest.kill();
    await receiver.stop();
  }
}

async function post(url: string, body: unknown): Promise<void> {
  const headers = { 'content-type': 'application/json', ...asOperator };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (answer.status !== 200) throw new Error(`${url} was answered with ${answer.status}: ${await answer.text()}`);
  await answer.arrayBuffer();
}

/** Slow, so that something is always on its way; refuses a sixteenth of the events for good. */
class Receiver {
  isAway = false;
  open = 0;
  /** How often it took each webhook-id. */
  readonly taken = new Map<string, number>();
  /** Every webhook-id of an event, and the other way round. */
  readonly idsOf = new Map<string, Set<string>>();
  readonly eventsOf = new Map<string, Set<string>>();
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      void text(request).then(
        (body) => void this.#take(String(request.headers['webhook-id']), body, response),
        () => response.destroy(),
      );
    });
  }

  async #take(id: string, body: string, response: ServerResponse): Promise<void> {
    if (this.isAway) return void response.destroy();
    const { event_id: eventId } = JSON.parse(body) as { event_id: string };
    this.idsOf.set(eventId, (this.idsOf.get(eventId) ?? new Set()).add(id));
    this.eventsOf.set(id, (this.eventsOf.get(id) ?? new Set()).add(eventId));
    this.open += 1;
    // Taken before it is answered: who dies in between sends it again.
    const status = id.startsWith('0') ? 422 : 200;
    if (status === 200) this.taken.set(id, (this.taken.get(id) ?? 0) + 1);
    await pause(randomInt(5, 120));
    this.open -= 1;
    response.writeHead(status).end();
  }

  async start(): Promise<string> {
    await new Promise<void>((ready) => this.#server.listen(0, '127.0.0.1', ready));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hook`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }
}

async function settled(sql: Sql, isAlive: () => boolean): Promise<void> {
  const deadline = Date.now() + settledWithinMs;
  for (;;) {
    const [row] = await sql<{ behind: number; pending: number }[]>`
      select (select sum(lane.head - c."offset")::int from lane join checkpoint c using (lane) where c.processor = 'dispatch') as behind,
        (select count(*)::int from delivery where state = 'pending') as pending`;
    if (row?.behind === 0 && row.pending === 0) return;
    if (!isAlive()) throw new Error('Dispatch ended by itself.');
    if (Date.now() > deadline) throw new Error(`It did not settle: ${JSON.stringify(row)}`);
    await pause(250);
  }
}

/** From the log and what the receiver saw, not from what dispatch says of itself. */
async function reconciled(sql: Sql, topics: readonly string[], receiver: Receiver) {
  const kinds = topics.map((topic) => topic.replace('**', '%'));
  const rows = await sql<{ event_id: string; states: string[] }[]>`
    select event.event_id, coalesce(array_agg(delivery.state) filter (where delivery.state is not null), '{}') as states
    from event left join delivery on delivery.event_id = event.event_id
    where event.event_type like any (${sql.array(kinds)}) group by event.event_id`;
  const inState = (state: string) => rows.filter(({ states }) => states.length === 1 && states[0] === state);
  const [delivered, dead] = [inState('delivered'), inState('dead')];
  const several = [...receiver.idsOf.values(), ...receiver.eventsOf.values()].filter(({ size }) => size !== 1);
  const wasTaken = (eventId: string): boolean =>
    [...(receiver.idsOf.get(eventId) ?? [])].some((id) => receiver.taken.has(id));
  return {
    delivered: delivered.length,
    dead: dead.length,
    unaccounted: rows.length - delivered.length - dead.length,
    untrue: delivered.filter(({ event_id }) => !wasTaken(event_id)).length,
    unstable: several.length,
    repeated: [...receiver.taken.values()].filter((times) => times > 1).length,
  };
}
