import type { JsonObject, RecordedEvent } from '@activity-hub/contracts/event';
import { LANE_COUNT } from '@activity-hub/contracts/lane';
import type { ConsumerStore, ProcessorRef, StateKey, StateRow } from '@activity-hub/db/checkpoints/consumer-store';
import { ProcessorFault } from '../bus/lane-processor.ts';
import { depthOf } from './derivation-cause.ts';

/** A state while it is folded: the row with the state decoded. */
export interface HeldState extends Omit<StateRow, 'state' | 'view'> {
  state: JsonObject | undefined;
  view: JsonObject | undefined;
  user_id: string | null;
  deadline_at: string | null;
  last_event_id: string | null;
  last_occurred_at: string | null;
  last_recorded_at: string | null;
  time_zone: string;
  correlation_id: string | null;
  causation_depth: number;
  fired_until: string | null;
}

/** What was asked for, with its state. */
export interface HeldGroup<Group extends StateKey> {
  readonly group: Group;
  readonly held: HeldState;
}

function nameOf(key: StateKey): string {
  return `${key.window_kind}|${key.window_start}|${key.key}`;
}

/**
 * The states of one processor, kept per lane between batches because the same people come again and
 * again; bounded, least recently used first out. A lane is forgotten as a whole whenever its last
 * effects may not have been stored.
 */
export class LaneStates {
  readonly #store: Pick<ConsumerStore, 'loadStates'>;
  readonly #ref: ProcessorRef;
  readonly #keptPerLane: number;
  readonly #lanes: Map<string, HeldState>[] = Array.from({ length: LANE_COUNT }, () => new Map());

  constructor(store: Pick<ConsumerStore, 'loadStates'>, ref: ProcessorRef, keptPerLane: number) {
    this.#store = store;
    this.#ref = ref;
    this.#keptPerLane = keptPerLane;
  }

  /** Brings all states of a batch into memory with one query, in the order of what was asked for. */
  async load<Group extends StateKey>(lane: number, groups: readonly Group[]): Promise<readonly HeldGroup<Group>[]> {
    const held = this.#held(lane);
    const named = groups.map((group) => ({ group, name: nameOf(group) }));
    const missing: StateKey[] = [];
    for (const { group, name } of named) {
      const known = held.get(name);
      if (known === undefined) {
        missing.push(group);
        continue;
      }
      held.delete(name);
      held.set(name, known);
    }
    if (missing.length > 0) for (const row of await this.#store.loadStates(this.#ref, missing)) this.take(lane, row);
    return named.map(({ group, name }) => ({ group, held: held.get(name) ?? this.#blank(lane, group, name) }));
  }

  #blank(lane: number, key: StateKey, name: string): HeldState {
    const blank = blankState(lane, key);
    this.#held(lane).set(name, blank);
    return blank;
  }

  /** Holds a stored row. */
  take(lane: number, row: StateRow): HeldState {
    if (row.lane !== lane) {
      throw new ProcessorFault(
        `Its key ${row.key} comes from lane ${row.lane} and from lane ${lane}; keys that cross streams need scope "custom".`,
      );
    }
    const held: HeldState = {
      ...row,
      state: JSON.parse(row.state),
      view: row.view === null ? undefined : JSON.parse(row.view),
    };
    this.#held(lane).set(nameOf(row), held);
    return held;
  }

  forget(lane: number): void {
    this.#held(lane).clear();
  }

  /**
   * Lets go of all but the latest ones; call it when a batch is done. Not at the next batch: the states of the last
   * batch of every lane, of people spread wide, were 1.6 GB together.
   */
  trim(lane: number): void {
    const held = this.#held(lane);
    let surplus = held.size - this.#keptPerLane;
    for (const name of held.keys()) {
      if (surplus <= 0) return;
      held.delete(name);
      surplus -= 1;
    }
  }

  #held(lane: number): Map<string, HeldState> {
    const held = this.#lanes[lane];
    if (held === undefined) throw new RangeError(`There is no lane ${lane}.`);
    return held;
  }
}

function blankState(lane: number, key: StateKey): HeldState {
  return {
    key: key.key,
    window_kind: key.window_kind,
    window_start: key.window_start,
    lane,
    user_id: null,
    state: undefined,
    view: undefined,
    deadline_at: null,
    last_event_id: null,
    last_occurred_at: null,
    last_recorded_at: null,
    time_zone: 'UTC',
    correlation_id: null,
    causation_depth: 0,
    fired_until: null,
  };
}

/** Makes a state as if nothing had come for it yet. */
export function emptied(held: HeldState): void {
  Object.assign(held, blankState(held.lane, held));
}

/** Remembers the event that was folded last: it is the cause of what a deadline derives later. */
export function noteEvent(held: HeldState, event: RecordedEvent): void {
  held.user_id = event.user_id;
  held.last_event_id = event.event_id;
  held.last_occurred_at = event.timestamp;
  held.last_recorded_at = event.recorded_at;
  held.time_zone = event.time_zone;
  held.correlation_id = event.correlation_id;
  held.causation_depth = depthOf(event);
}
