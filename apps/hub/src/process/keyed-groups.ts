import type { RecordedEvent } from '@activity-hub/contracts/event';
import type { Window } from '@activity-hub/contracts/plugin/aggregator';
import type { WindowKind } from '@activity-hub/contracts/plugin/manifest';
import { windowsOf } from '@activity-hub/contracts/plugin/windows-of';
import type { StateKey } from '@activity-hub/db/checkpoints/consumer-store';

/** What a stretch of events brings to one state. */
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

/** The events of a stretch by the state they belong to, in the order in which the states first appear. */
export class KeyedGroups {
  readonly #kinds: readonly GroupsOfKind[];
  readonly #groups: KeyedGroup[] = [];

  constructor(kinds: readonly WindowKind[]) {
    this.#kinds = kinds.map((kind) => ({ kind, starts: new Map() }));
  }

  add(key: string, event: RecordedEvent): void {
    for (const { kind, starts } of this.#kinds)
      for (const window of windowsOf(kind, event)) {
        const known = starts.get(window.start)?.get(key);
        if (known === undefined) this.#begin({ key, window, events: [event], corrected: [] }, starts);
        else known.events.push(event);
      }
  }

  /** Marks every state that an event went into before it was taken back. */
  correct(key: string, event: RecordedEvent): void {
    for (const { kind, starts } of this.#kinds)
      for (const window of windowsOf(kind, event)) {
        const known = starts.get(window.start)?.get(key);
        if (known === undefined) this.#begin({ key, window, events: [], corrected: [event] }, starts);
        else known.corrected.push(event);
      }
  }

  all(): readonly KeyedGroup[] {
    return this.#groups;
  }

  /** Arrays begin with the one element that most of them stay at: an empty one that is pushed to takes room for seventeen. */
  #begin(
    { key, window, events, corrected }: Pick<KeyedGroup, 'key' | 'window' | 'events' | 'corrected'>,
    starts: GroupsOfKind['starts'],
  ): void {
    const group = { key, window_kind: window.kind, window_start: window.start, window, events, corrected };
    const keys = starts.get(window.start) ?? new Map<string, KeyedGroup>();
    starts.set(window.start, keys.set(key, group));
    this.#groups.push(group);
  }
}
