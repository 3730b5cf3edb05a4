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
  readonly #groups = new Map<string, KeyedGroup>();

  constructor(kinds: readonly WindowKind[]) {
    this.#kinds = kinds;
  }

  add(key: string, event: RecordedEvent): void {
    for (const group of this.#groupsOf(key, event)) group.events.push(event);
  }

  /** Marks every state that an event went into before it was taken back. */
  correct(key: string, event: RecordedEvent): void {
    for (const group of this.#groupsOf(key, event)) group.corrected.push(event);
  }

  all(): readonly KeyedGroup[] {
    return [...this.#groups.values()];
  }

  *#groupsOf(key: string, event: RecordedEvent): Iterable<KeyedGroup> {
    for (const kind of this.#kinds) {
      for (const window of windowsOf(kind, event)) yield this.#groupOf(key, window);
    }
  }

  #groupOf(key: string, window: Window): KeyedGroup {
    const name = `${window.kind}|${window.start}|${key}`;
    let group = this.#groups.get(name);
    if (group === undefined) {
      group = { key, window_kind: window.kind, window_start: window.start, window, events: [], corrected: [] };
      this.#groups.set(name, group);
    }
    return group;
  }
}
