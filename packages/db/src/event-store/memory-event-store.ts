import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { LANE_COUNT, laneOf } from '@activity-hub/contracts/lane';
import { type AppendResult, appendRounds } from './append-rounds.ts';
import { eventDigest, makeSalts } from './event-digest.ts';
import type { EventStore, EventToAppend, LaneEvent } from './event-store.ts';
import type { KeptEvent } from './kept-event.ts';
import { type NormalForm, normalForm, recordedEvent } from './memory-event.ts';
import { Turnstiles } from './turnstiles.ts';

export interface MemoryEventStoreHooks {
  /** Runs while the lanes and ids of an append are held. Waiting holds them; throwing rolls the append back. */
  readonly beforeCommit?: () => Promise<void>;
}

interface Lane {
  readonly events: LaneEvent[];
  lastRecordedAt: string;
}

/**
 * The log in memory, for tests: the same locks in the same order as `append_events` (lanes by number,
 * then ids), and a turn of the event loop between its steps, so that appends truly interleave.
 */
export function createMemoryEventStore(hooks: MemoryEventStoreHooks = {}): EventStore {
  const lanes: Lane[] = Array.from({ length: LANE_COUNT }, () => ({ events: [], lastRecordedAt: '' }));
  const log: Log = { lanes, kept: new Map(), locks: new Turnstiles(), hooks };
  const epoch = randomUUID();
  return {
    append: (events) => appendRounds(events, (distinct) => appendDistinct(log, distinct)),
    async readLane(lane, afterOffset, limit) {
      await nextTurn();
      return lanes[lane]?.events.slice(afterOffset, afterOffset + limit) ?? [];
    },
    async readUser(userId, afterOffset, limit) {
      await nextTurn();
      const later = lanes[laneOf({ user_id: userId, event_id: '' })]?.events.slice(afterOffset) ?? [];
      return later.filter(({ event }) => event.user_id === userId.toLowerCase()).slice(0, limit);
    },
    async get(eventId) {
      await nextTurn();
      const kept = log.kept.get(eventId.toLowerCase());
      return kept === undefined ? undefined : lanes[kept.lane]?.events[kept.offset - 1]?.event;
    },
    async laneHeads() {
      await nextTurn();
      return lanes.map((lane) => lane.events.length);
    },
    epoch: async () => epoch,
  };
}

interface Log {
  readonly lanes: readonly Lane[];
  readonly kept: Map<string, KeptEvent>;
  readonly locks: Turnstiles;
  readonly hooks: MemoryEventStoreHooks;
}

/** An event that fits the log, in the spelling the log answers. */
interface Storable {
  readonly place: number;
  readonly sent: EventToAppend;
  readonly form: NormalForm;
}

async function appendDistinct(log: Log, events: readonly EventToAppend[]): Promise<readonly AppendResult[]> {
  const results = new Array<AppendResult>(events.length);
  const storable: Storable[] = [];
  events.forEach((sent, place) => {
    const form = normalForm(sent);
    if (typeof form === 'string') results[place] = { status: 'refused', detail: form };
    else storable.push({ place, sent, form });
  });
  while (!(await appendStorable(log, storable, results))) await nextTurn();
  return results;
}

/** One transaction. False when another one took an id between the look and the claim. */
async function appendStorable(log: Log, storable: readonly Storable[], results: AppendResult[]): Promise<boolean> {
  const held: (() => void)[] = [];
  try {
    for (const lane of [...new Set(storable.map(({ form }) => form.lane))].sort((a, b) => a - b)) {
      held.push(await log.locks.enter(`lane ${lane}`));
    }
    const fresh = storable.filter(({ form }) => !log.kept.has(form.event_id));
    for (const id of fresh.map(({ form }) => form.event_id).sort()) {
      held.push(await log.locks.enter(id));
      if (log.kept.has(id)) return false;
    }
    await nextTurn();
    await log.hooks.beforeCommit?.();
    commit(log, fresh);
    for (const { place, form } of storable) {
      const kept = log.kept.get(form.event_id);
      if (kept !== undefined) results[place] = { status: 'stored', fresh: false, kept };
    }
    for (const { place, form } of fresh) {
      const kept = log.kept.get(form.event_id);
      if (kept !== undefined) results[place] = { status: 'stored', fresh: true, kept };
    }
    return true;
  } finally {
    for (const leave of held) leave();
  }
}

/** Without a pause inside: a reader sees all of an append or nothing of it. */
function commit(log: Log, fresh: readonly Storable[]): void {
  const now = new Date().toISOString();
  const touched = fresh.flatMap(({ form }) => log.lanes[form.lane] ?? []);
  const recordedAt = touched.reduce(
    (latest, lane) => (lane.lastRecordedAt > latest ? lane.lastRecordedAt : latest),
    now,
  );
  for (const { sent, form } of fresh) {
    const lane = log.lanes[form.lane];
    if (lane === undefined) throw new RangeError(`There is no lane ${form.lane}.`);
    const salt = makeSalts(1);
    const kept = {
      lane: form.lane,
      offset: lane.events.length + 1,
      recorded_at: recordedAt,
      salt,
      digest: eventDigest(salt, sent.canonical),
      source_system: sent.source_system,
      erased: false,
    };
    log.kept.set(form.event_id, kept);
    lane.events.push({ offset: kept.offset, event: recordedEvent(sent, form, kept) });
    lane.lastRecordedAt = recordedAt;
  }
}
