import type { JsonObject, RecordedEvent } from '@activity-hub/contracts/event';
import { encodePosition } from '@activity-hub/contracts/position';
import type { ConsumerStore, StateKey, StateRow } from '@activity-hub/db/checkpoints/consumer-store';
import type { LaneEvent } from '@activity-hub/db/event-store/event-store';
import type { BatchCounts, BatchEffects, LaneProcessor } from '../../bus/lane-processor.ts';
import type { HostOptions } from '../host-options.ts';
import type { MemoryHistory } from './memory-history.ts';

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

  drop(keys: readonly StateKey[]): void {
    for (const key of keys) this.rows.delete(nameOf(key));
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

export function hostOptions(keptStatesPerLane = 100): HostOptions {
  return { keptStatesPerLane, now: () => 0 };
}

interface Collected {
  readonly findings: BatchEffects['findings'][number][];
  readonly metrics: BatchEffects['metrics'][number][];
  readonly derived: BatchEffects['derived'][number][];
  readonly counts: Record<keyof BatchCounts, number>;
}

/** Events with their places in lane 3. */
export function placed(events: readonly RecordedEvent[]): readonly RecordedEvent[] {
  return events.map((event, index) => ({ ...event, position: encodePosition({ lane: 3, offset: index + 1 }) }));
}

/** How a lane is cut: into stretches of these sizes, of which so many make a batch. */
export interface Cut {
  readonly sizes: readonly number[];
  readonly together?: number;
  /** Drops the memory of the host after each batch. */
  readonly forgetting: boolean;
  /** How many states the host remembers. */
  readonly kept?: number;
}

/** Runs a host over a lane. */
export async function foldLane(
  host: LaneProcessor,
  kept: KeptRows,
  events: readonly RecordedEvent[],
  { sizes, together = 1, forgetting }: Cut,
  history?: Pick<MemoryHistory, 'append'>,
): Promise<Collected> {
  const counts = { folded: 0, skipped: 0, refolded: 0, past_findings: 0, too_deep: 0 };
  const all: Collected = { findings: [], metrics: [], derived: [], counts };
  const stretches = stretchesOf(events, sizes);
  while (stretches.length > 0) {
    const effects = await foldBatch(host, stretches, together);
    kept.keep(effects.states);
    kept.drop(effects.gone);
    history?.append(effects.derived);
    all.findings.push(...effects.findings);
    all.metrics.push(...effects.metrics);
    all.derived.push(...effects.derived);
    for (const name of Object.keys(counts) as (keyof BatchCounts)[]) counts[name] += effects.counts?.[name] ?? 0;
    if (forgetting) host.forget(3);
  }
  return all;
}

function stretchesOf(events: readonly RecordedEvent[], sizes: readonly number[]): LaneEvent[][] {
  const placedEvents = events.map((event, index) => ({ offset: index + 1, event }));
  const stretches: LaneEvent[][] = [];
  for (let at = 0; at < events.length; ) {
    const size = Math.max(1, sizes[stretches.length % Math.max(1, sizes.length)] ?? events.length);
    stretches.push(placedEvents.slice(at, at + size));
    at += size;
  }
  return stretches;
}

/** Takes the first stretches away, as many as make a batch and as the host will have. */
export async function foldBatch(
  host: LaneProcessor,
  stretches: LaneEvent[][],
  together: number,
): Promise<BatchEffects> {
  const offset = (stretches[0]?.[0]?.offset ?? 1) - 1;
  const batch = host.begin({ lane: 3, offset, derivesAfter: 0, madeAt: '' });
  for (let taken = 0; taken < together && stretches[0] !== undefined; taken++) {
    if (!(await batch.take(stretches[0]))) break;
    stretches.shift();
  }
  return await batch.finish();
}
