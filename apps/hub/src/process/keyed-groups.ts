import type { RecordedEvent } from '@activity-hub/contracts/event';
import type { Window } from '@activity-hub/contracts/plugin/aggregator';
import type { WindowKind } from '@activity-hub/contracts/plugin/manifest';
import { windowsOf } from '@activity-hub/contracts/plugin/windows-of';
import type { StateKey } from '@activity-hub/db/checkpoints/consumer-store';

/** What one batch brings to one state. */
export interface KeyedGroup extends StateKey {
  readonly window: Window;
  readonly events: RecordedEvent[];
  /** Events of its past that were taken back: it must be folded again from its history. */
  readonly corrected: RecordedEvent[];
}

/** The events of a batch by the state they belong to, in the order in which the states first appear. */
export class KeyedGroups {
  readonly #kinds: readonly WindowKind[];
  /** By kind and start, then by key: joining the three into one name cost more than the look-ups. */
  readonly #windows = new Map<string, Map<string, Map<string, KeyedGroup>>>();
  readonly #groups: KeyedGroup[] = [];

  constructor(kinds: readonly WindowKind[]) {
    this.#kinds = kinds;
  }

  add(key: string, event: RecordedEvent): void {
    for (const kind of this.#kinds)
      for (const window of windowsOf(kind, event)) this.#groupOf(key, window).events.push(event);
  }

  /** Marks every state that an event went into before it was taken back. */
  correct(key: string, event: RecordedEvent): void {
    for (const kind of this.#kinds)
      for (const window of windowsOf(kind, event)) this.#groupOf(key, window).corrected.push(event);
  }

  all(): readonly KeyedGroup[] {
    return this.#groups;
  }

  #groupOf(key: string, window: Window): KeyedGroup {
    const starts = held(this.#windows, window.kind, () => new Map<string, Map<string, KeyedGroup>>());
    const keys = held(starts, window.start, () => new Map<string, KeyedGroup>());
    return held(keys, key, () => {
      const group = { key, window_kind: window.kind, window_start: window.start, window, events: [], corrected: [] };
      this.#groups.push(group);
      return group;
    });
  }
}

/** The value under a name, made when there is none yet. */
function held<Value>(map: Map<string, Value>, name: string, make: () => Value): Value {
  let value = map.get(name);
  if (value === undefined) {
    value = make();
    map.set(name, value);
  }
  return value;
}
