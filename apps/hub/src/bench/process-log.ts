import { createReadStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import type { ActivityEvent, RecordedEvent } from '@activity-hub/contracts/event';
import { LANE_COUNT } from '@activity-hub/contracts/lane';
import type { EventToAppend } from '@activity-hub/db/event-store/event-store';
import { createPostgresEventStore } from '@activity-hub/db/event-store/postgres-event-store';
import type { Sql } from '@activity-hub/db/postgres/client';
import { appendAll, eventToAppend } from '../process/testing/append-fixtures.ts';
import { benchEvent } from './bench-events.ts';

const realEvents = path.join(import.meta.dirname, '../../../../../shared/data/events');
const batch = 2_000;
const atOnce = 4;

function toAppend(event: ActivityEvent): EventToAppend {
  return eventToAppend({
    event_id: event.event_id,
    event_type: event.event_type,
    timestamp: new Date(event.timestamp).toISOString(),
    user_id: event.user_id ?? null,
    session_id: event.session_id ?? null,
    payload: event.payload,
    metadata: (event.metadata ?? {}) as RecordedEvent['metadata'],
  });
}

async function* eventsOf(name: string): AsyncGenerator<ActivityEvent> {
  const file = path.join(realEvents, `${name}.ndjson.gz`);
  const lines = createInterface({ input: createReadStream(file).pipe(createGunzip()) });
  for await (const line of lines) if (line !== '') yield JSON.parse(line) as ActivityEvent;
}

/** The real learners, in the order of the file; they do no works, so those of the sample may follow. */
async function* learnerEvents(withWorks: boolean): AsyncGenerator<EventToAppend> {
  for await (const event of eventsOf('learners')) yield toAppend(event);
  if (!withWorks) return;
  for await (const event of eventsOf('sample')) if ('work_id' in event.payload) yield toAppend(event);
}

/** Evenly active people, one event of everybody after the other, over some weeks. */
function* spreadEvents(users: number, count: number): Generator<EventToAppend> {
  const start = Date.parse('2026-03-01T00:00:00.000Z');
  for (let n = 0; n < count; n++) {
    const event = benchEvent('spread', n, start);
    const user = (n * 7919) % users;
    const round = Math.floor(n / users);
    yield toAppend({
      ...event,
      user_id: `${user.toString(16).padStart(8, '0')}-0000-5000-8000-000000000000`,
      timestamp: new Date(start + round * 86_400_000 + user * 100).toISOString(),
    });
  }
}

export type LogKind =
  | { readonly kind: 'learners'; readonly withWorks?: boolean }
  | { readonly kind: 'spread'; readonly users: number; readonly events: number };

/** Fills a log straight through the append, as fast as it goes. @returns how many events. */
export async function fillLog(sql: Sql, log: LogKind): Promise<number> {
  const store = createPostgresEventStore(sql);
  const events = log.kind === 'learners' ? learnerEvents(log.withWorks === true) : spreadEvents(log.users, log.events);
  const running = new Set<Promise<void>>();
  let held: EventToAppend[] = [];
  let count = 0;
  const send = async (): Promise<void> => {
    const sent = held;
    held = [];
    // Learners keep their order: one batch after the other.
    if (log.kind === 'learners') return await appendAll(store, sent);
    if (running.size >= atOnce) await Promise.race(running);
    const appending: Promise<void> = appendAll(store, sent).finally(() => running.delete(appending));
    running.add(appending);
  };
  for await (const event of events) {
    count += 1;
    held.push(event);
    if (held.length >= batch) await send();
  }
  await send();
  await Promise.all(running);
  return count;
}

/** What every consumer does at the least: read all lanes in batches and decode them. @returns events per second. */
export async function readBaseline(sql: Sql): Promise<number> {
  const store = createPostgresEventStore(sql);
  const begun = performance.now();
  const counts = await Promise.all(
    Array.from({ length: LANE_COUNT }, async (_, lane) => {
      let offset = 0;
      for (;;) {
        const events = await store.readLane(lane, offset, 1_000);
        if (events.length === 0) return offset;
        offset = events.at(-1)?.offset ?? offset;
      }
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0) / ((performance.now() - begun) / 1000);
}
