import type { RecordedEvent } from '@activity-hub/contracts/event';
import type { Window } from '@activity-hub/contracts/plugin/aggregator';
import type { WindowKind } from '@activity-hub/contracts/plugin/manifest';
import { windowsOf } from '@activity-hub/contracts/plugin/windows-of';
import type { StateKey } from '@activity-hub/db/checkpoints/consumer-store';
import { StateMap } from './state-map.ts';

/** What a stretch of events brings to one state. */
export interface KeyedGroup extends StateKey {
  readonly window: Window;
  readonly events: RecordedEvent[];
  /** Events of its past that were taken back: it must be folded again from its history. */
  readonly corrected: RecordedEvent[];
}

/** The events of a stretch by the state they belong to, in the order in which the states first appear. */
export class KeyedGroups {
  readonly #kinds: readonly WindowKind[];
  readonly #known = new StateMap<KeyedGroup>();
  readonly #groups: KeyedGroup[] = [];

  constructor(kinds: readonly WindowKind[]) {
    this.#kinds = kinds;
  }

  add(key: string, event: RecordedEvent): void {
    for (const kind of this.#kinds)
      for (const window of windowsOf(kind, event)) {
        const known = this.#known.at(kind, window.start, key);
        // An array begins with the element that most of them stay at: an empty one that is pushed to takes room for seventeen.
        if (known === undefined) this.#begin({ key, window, events: [event], corrected: [] });
        else known.events.push(event);
      }
  }

  /** Marks every state that an event went into before it was taken back. */
  correct(key: string, event: RecordedEvent): void {
    for (const kind of this.#kinds)
      for (const window of windowsOf(kind, event)) {
        const known = this.#known.at(kind, window.start, key);
        if (known === undefined) this.#begin({ key, window, events: [], corrected: [event] });
        else known.corrected.push(event);
      }
  }

  all(): readonly KeyedGroup[] {
    return this.#groups;
  }

  #begin({ key, window, events, corrected }: Omit<KeyedGroup, 'window_kind' | 'window_start'>): void {
    const group = { key, window_kind: window.kind, window_start: window.start, window, events, corrected };
    this.#known.set(group, group);
    this.#groups.push(group);
  }
}
