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
    this.#put(key, event, 'events');
  }

  /** Marks every state that an event went into before it was taken back. */
  correct(key: string, event: RecordedEvent): void {
    this.#put(key, event, 'corrected');
  }

  all(): readonly KeyedGroup[] {
    return this.#groups;
  }

  #put(key: string, event: RecordedEvent, into: 'events' | 'corrected'): void {
    for (const kind of this.#kinds)
      for (const window of windowsOf(kind, event)) {
        const known = this.#known.at(kind, window.start, key);
        if (known === undefined) this.#begin(key, window, event, into);
        else known[into].push(event);
      }
  }

  /** An array begins with the element that most of them stay at: an empty one that is pushed to takes room for seventeen. */
  #begin(key: string, window: Window, event: RecordedEvent, into: 'events' | 'corrected'): void {
    const group: KeyedGroup = {
      key,
      window_kind: window.kind,
      window_start: window.start,
      window,
      events: into === 'events' ? [event] : [],
      corrected: into === 'corrected' ? [event] : [],
    };
    this.#known.set(group, group);
    this.#groups.push(group);
  }
}
