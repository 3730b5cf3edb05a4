import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { readLiveRevisions } from '@activity-hub/db/plugins/read-live-revisions';
import type { Sql } from '@activity-hub/db/postgres/client';
import { asOperator } from '../testing/operator-key.ts';
import { benchEvent } from './bench-events.ts';

const processor = 'activity-score';
const everyMs = 100;
/** Between two looks at the stored scores: what is measured is too large by half of it. */
const lookMs = 4;
const lostAfterMs = 60_000;

/** One event of somebody who has no score yet. All times by the monotonic clock of this process. */
interface Marker {
  readonly sent: number;
  answered?: number;
  seen?: number;
}

export interface Visibility {
  /** Milliseconds from the answer that the event is durable until its score could be read. */
  readonly fromAnswer: readonly number[];
  /** The same from the moment it was sent: the commit lies between the two. */
  readonly fromSending: readonly number[];
}

export interface ProbeOptions {
  readonly sql: Sql;
  /** The hub that takes the events. */
  readonly url: string;
  readonly markers: number;
}

/** Publishes one marked event after the other at a fixed pace, and looks when each has its score. */
export async function probeVisibility({ sql, url, markers }: ProbeOptions): Promise<Visibility> {
  const version = (await readLiveRevisions(sql)).get(processor);
  if (version === undefined) throw new Error(`${processor} has no live revision: nothing will become visible.`);
  const all: Marker[] = [];
  const waiting = new Map<string, Marker>();
  let sending = true;

  async function look(): Promise<void> {
    while (sending || waiting.size > 0) {
      const keys = [...waiting.keys()];
      const rows = await sql<{ key: string }[]>`
        select key from held_state where processor = ${processor} and version = ${version ?? ''}
          and key = any(${keys}::text[]) and window_kind = 'daily'`;
      const now = performance.now();
      for (const { key } of rows) {
        const marker = waiting.get(key);
        if (marker !== undefined) marker.seen = now;
        waiting.delete(key);
      }
      for (const { sent } of waiting.values())
        if (now - sent > lostAfterMs) throw new Error(`An event had no effect after ${lostAfterMs} ms.`);
      await pause(lookMs);
    }
  }

  async function send(n: number): Promise<void> {
    const user = randomUUID();
    const event = { ...benchEvent('marker', n, Date.now()), event_id: randomUUID(), user_id: user };
    const marker: Marker = { sent: performance.now() };
    all.push(marker);
    waiting.set(user, marker);
    const answer = await fetch(`${url}/activity/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...asOperator },
      body: JSON.stringify(event),
    });
    marker.answered = performance.now();
    if (answer.status !== 201) throw new Error(`A marker was answered with ${answer.status}: ${await answer.text()}`);
    await answer.arrayBuffer();
  }

  async function sendAll(): Promise<void> {
    try {
      const begun = performance.now();
      const sent: Promise<void>[] = [];
      for (let n = 0; n < markers; n++) {
        await pause(Math.max(0, begun + n * everyMs - performance.now()));
        sent.push(send(n));
      }
      await Promise.all(sent);
    } finally {
      sending = false;
    }
  }

  await Promise.all([sendAll(), look()]);
  // Seen before it was answered: no wait at all.
  const fromAnswer = all.map(({ answered = 0, seen = 0 }) => Math.max(0, seen - answered));
  return { fromAnswer, fromSending: all.map(({ sent, seen = 0 }) => seen - sent) };
}
