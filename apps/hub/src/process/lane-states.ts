import type { JsonObject, RecordedEvent } from '@activity-hub/contracts/event';
import { LANE_COUNT } from '@activity-hub/contracts/lane';
import type { ConsumerStore, ProcessorRef, StateKey, StateRow } from '@activity-hub/db/checkpoints/consumer-store';
import { ProcessorFault } from '../bus/lane-processor.ts';
import { depthOf } from './derivation-cause.ts';
import { StateMap } from './state-map.ts';

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
  /** The batch that changed it last. A mark costs less than a set of all that changed. */
  changed_in: object | undefined;
}

/** What was asked for, with its state. */
export interface HeldGroup<Group extends StateKey> {
  readonly group: Group;
  readonly held: HeldState;
}

/** States of one lane. Whoever is asked for moves to the younger ones, and the older ones are let go of together. */
interface Generations {
  young: StateMap<HeldState>;
  old: StateMap<HeldState>;
}

/**
 * The states of one processor, kept per lane between batches because the same people come again and
 * again; bounded, those that were not asked for lately first out. A lane is forgotten as a whole whenever its last
 * effects may not have been stored.
 */
export class LaneStates {
  readonly #store: Pick<ConsumerStore, 'loadStates'>;
  readonly #ref: ProcessorRef;
  readonly #keptPerLane: number;
  readonly #lanes: Generations[] = Array.from({ length: LANE_COUNT }, nothingHeld);

  constructor(store: Pick<ConsumerStore, 'loadStates'>, ref: ProcessorRef, keptPerLane: number) {
    this.#store = store;
    this.#ref = ref;
    this.#keptPerLane = keptPerLane;
  }

  /**
   * Brings all states of a stretch into memory with one query, in the order of what was asked for. Also a lane that has
   * them asks, for nothing: so it goes on together with those that have not, and what they do next is one message.
   */
  async load<Group extends StateKey>(lane: number, groups: readonly Group[]): Promise<readonly HeldGroup<Group>[]> {
    const known = groups.map((group) => this.#find(lane, group));
    const missing = groups.filter((_group, at) => known[at] === undefined);
    for (const row of await this.#store.loadStates(this.#ref, missing)) this.take(lane, row);
    return groups.map((group, at) => ({
      group,
      held: known[at] ?? this.#find(lane, group) ?? this.#blank(lane, group),
    }));
  }

  /** Holds a stored row. */
  take(lane: number, row: StateRow): HeldState {
    if (row.lane !== lane) {
      throw new ProcessorFault('mixed_lanes', { key: row.key, first: row.lane, second: lane });
    }
    const held: HeldState = {
      ...row,
      state: JSON.parse(row.state),
      view: row.view === null ? undefined : JSON.parse(row.view),
      changed_in: undefined,
    };
    this.#held(lane).young.set(row, held);
    return held;
  }

  forget(lane: number): void {
    this.#lanes[lane] = nothingHeld();
  }

  /**
   * Lets go of those that were not asked for lately; call it when a batch is done. Not at the next batch: the states of
   * the last batch of every lane, of people spread wide, were 1.6 GB together. After a long batch all go.
   */
  trim(lane: number): void {
    const { young } = this.#held(lane);
    if (young.size > 2 * this.#keptPerLane) this.forget(lane);
    else if (young.size > this.#keptPerLane) this.#lanes[lane] = { young: new StateMap(), old: young };
  }

  #find(lane: number, key: StateKey): HeldState | undefined {
    const { young, old } = this.#held(lane);
    const known = young.get(key);
    if (known !== undefined || old.size === 0) return known;
    const older = old.get(key);
    if (older !== undefined) young.set(key, older);
    return older;
  }

  #blank(lane: number, key: StateKey): HeldState {
    const blank = blankState(lane, key);
    this.#held(lane).young.set(key, blank);
    return blank;
  }

  #held(lane: number): Generations {
    const held = this.#lanes[lane];
    if (held === undefined) throw new RangeError(`There is no lane ${lane}.`);
    return held;
  }
}

function nothingHeld(): Generations {
  return { young: new StateMap(), old: new StateMap() };
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
    changed_in: undefined,
  };
}

/** Makes a state as if nothing had come for it yet. */
export function emptied(held: HeldState): void {
  const { changed_in } = held;
  Object.assign(held, blankState(held.lane, held), { changed_in });
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
