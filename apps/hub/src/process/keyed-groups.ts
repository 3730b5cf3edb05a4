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

interface GroupsOfKind {
  readonly kind: WindowKind;
  /** By start, then by key: joining the three into one name cost more than the look-ups. */
  readonly starts: Map<string, Map<string, KeyedGroup>>;
}

/** The events of a batch by the state they belong to, in the order in which the states first appear. */
export class KeyedGroups {
  readonly #kinds: readonly GroupsOfKind[];
  readonly #groups: KeyedGroup[] = [];

  constructor(kinds: readonly WindowKind[]) {
    this.#kinds = kinds.map((kind) => ({ kind, starts: new Map() }));
  }

  add(key: string, event: RecordedEvent): void {
    for (const { kind, starts } of this.#kinds)
      for (const window of windowsOf(kind, event)) this.#groupOf(key, window, starts).events.push(event);
  }

  /** Marks every state that an event went into before it was taken back. */
  correct(key: string, event: RecordedEvent): void {
    for (const { kind, starts } of this.#kinds)
      for (const window of windowsOf(kind, event)) this.#groupOf(key, window, starts).corrected.push(event);
  }

  all(): readonly KeyedGroup[] {
    return this.#groups;
  }

  #groupOf(key: string, window: Window, starts: GroupsOfKind['starts']): KeyedGroup {
    let keys = starts.get(window.start);
    if (keys === undefined) {
      keys = new Map();
      starts.set(window.start, keys);
    }
    let group = keys.get(key);
    if (group === undefined) {
      group = { key, window_kind: window.kind, window_start: window.start, window, events: [], corrected: [] };
      keys.set(key, group);
      this.#groups.push(group);
    }
    return group;
  }
}
