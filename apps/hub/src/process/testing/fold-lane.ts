import type { JsonObject, RecordedEvent } from '@activity-hub/contracts/event';
import type { ConsumerStore, StateRow } from '@activity-hub/db/checkpoints/consumer-store';
import type { BatchEffects, LaneProcessor } from '../../bus/lane-processor.ts';
import type { HostObserver } from '../host-observer.ts';
import type { HostOptions } from '../host-options.ts';

type StateStore = Pick<ConsumerStore, 'loadStates' | 'dueStates'>;

const nameOf = (row: { key: string; window_kind: string; window_start: string }): string =>
  `${row.key} ${row.window_kind} ${row.window_start}`;

/** The database's JSON keeps no order of keys; turning it round shows a fold that relies on one. */
function reordered(text: string): string {
  return JSON.stringify(JSON.parse(text), (_name, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).reverse())
      : value,
  );
}

/** Rows as a store would hold them between batches, for the pure part of a host. */
export class KeptRows implements StateStore {
  readonly rows = new Map<string, StateRow>();

  keep(rows: readonly StateRow[]): void {
    for (const row of rows) this.rows.set(nameOf(row), { ...row, state: reordered(row.state) });
  }

  async loadStates(_ref: unknown, keys: Parameters<StateStore['loadStates']>[1]): Promise<readonly StateRow[]> {
    return keys.flatMap((key) => this.rows.get(nameOf(key)) ?? []);
  }

  async dueStates(_ref: unknown, lane: number, watermark: string, quietSince: string): Promise<readonly StateRow[]> {
    return [...this.rows.values()].filter(
      (row) =>
        row.lane === lane &&
        row.deadline_at !== null &&
        row.deadline_at <= watermark &&
        (row.last_recorded_at ?? '') <= quietSince,
    );
  }
}

/** A row by its content, whatever the order of keys in its texts. */
export function decoded(
  row: StateRow,
): Omit<StateRow, 'state' | 'view'> & { state: JsonObject; view: JsonObject | null } {
  return { ...row, state: JSON.parse(row.state), view: row.view === null ? null : JSON.parse(row.view) };
}

export interface CountedObserver extends HostObserver {
  readonly counts: { folded: number; skipped: number; past: number; tooDeep: number };
}

export function countingObserver(): CountedObserver {
  const counts = { folded: 0, skipped: 0, past: 0, tooDeep: 0 };
  return {
    counts,
    folded(_ref, events) {
      counts.folded += events;
    },
    skipped(_ref, events) {
      counts.skipped += events;
    },
    pastFinding() {
      counts.past += 1;
    },
    tooDeep() {
      counts.tooDeep += 1;
    },
  };
}

export function hostOptions(observer: HostObserver = countingObserver()): HostOptions {
  return {
    observer,
    watch: { entering: () => undefined, left: () => undefined },
    keptStatesPerLane: 100,
    now: () => 0,
  };
}

interface Collected {
  readonly findings: BatchEffects['findings'][number][];
  readonly metrics: BatchEffects['metrics'][number][];
  readonly derived: BatchEffects['derived'][number][];
}

/** Runs a host over a lane cut into batches of the given sizes; `forgetting` drops its memory after each. */
export async function foldLane(
  host: LaneProcessor,
  kept: KeptRows,
  events: readonly RecordedEvent[],
  sizes: readonly number[],
  forgetting: boolean,
): Promise<Collected> {
  const all: Collected = { findings: [], metrics: [], derived: [] };
  let at = 0;
  for (let turn = 0; at < events.length; turn++) {
    const size = Math.max(1, sizes[turn % Math.max(1, sizes.length)] ?? events.length);
    const batch = events.slice(at, at + size).map((event, index) => ({ offset: at + index + 1, event }));
    const effects = await host.process({ lane: 3, derivesAfter: 0 }, batch);
    kept.keep(effects.states);
    all.findings.push(...effects.findings);
    all.metrics.push(...effects.metrics);
    all.derived.push(...effects.derived);
    if (forgetting) host.forget(3);
    at += size;
  }
  return all;
}
