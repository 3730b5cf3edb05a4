import { correctedIdOf, SUPERSEDED } from '@activity-hub/contracts/correction';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import { compareOccurred } from '@activity-hub/contracts/occurred-order';
import { placeOf } from '../../bus/event-place.ts';
import type { BatchEffects } from '../../bus/lane-processor.ts';
import { windowName } from '../derive-event.ts';
import type { HistoryQuery, KeyHistory } from '../key-history.ts';

/** A log in memory: what a host reads when it folds a key again, with the derived events of finished batches. */
export class MemoryHistory implements KeyHistory {
  readonly #events: RecordedEvent[];
  readonly #derived = new Map<string, BatchEffects['derived'][number]>();

  constructor(events: readonly RecordedEvent[]) {
    this.#events = [...events];
  }

  /** What a finished batch appended. A repeated id appends nothing. */
  append(derived: BatchEffects['derived']): void {
    for (const event of derived) if (!this.#derived.has(event.event_id)) this.#derived.set(event.event_id, event);
  }

  /** Derived events that count, in order of occurrence. */
  counting(): readonly BatchEffects['derived'][number][] {
    const taken = this.#taken();
    return [...this.#derived.values()]
      .filter((event) => event.event_type !== SUPERSEDED && !taken.has(event.event_id))
      .sort(compareOccurred);
  }

  async read({ user_id, lane, upTo, after, limit }: HistoryQuery): Promise<readonly RecordedEvent[]> {
    const taken = this.#taken();
    return this.#events
      .filter((event) => event.user_id === user_id && placeOf(event).lane === lane && placeOf(event).offset <= upTo)
      .filter((event) => !taken.has(event.event_id) && (after === undefined || compareOccurred(event, after) > 0))
      .sort(compareOccurred)
      .slice(0, limit);
  }

  async ownDerived(...[ref, { key, window, users }]: Parameters<KeyHistory['ownDerived']>) {
    const taken = this.#taken();
    const name = windowName({ key, window_kind: window.kind, window_start: window.start });
    return [...this.#derived.values()].flatMap((event) => {
      const metadata = JSON.parse(event.metadata) as Record<string, unknown>;
      const isOwn =
        event.event_type !== SUPERSEDED &&
        metadata['processor'] === ref.processor &&
        metadata['processor_key'] === key &&
        metadata['processor_window'] === name &&
        users.includes(event.user_id ?? '');
      return isOwn ? [{ ...event, payload: JSON.parse(event.payload), superseded: taken.has(event.event_id) }] : [];
    });
  }

  async get(eventId: string): Promise<RecordedEvent | undefined> {
    return this.#events.find((event) => event.event_id === eventId);
  }

  #taken(): ReadonlySet<string> {
    const byPeople = this.#events.flatMap((event) => correctedIdOf(event) ?? []);
    const byHosts = [...this.#derived.values()].flatMap((event) =>
      event.event_type === SUPERSEDED ? [(JSON.parse(event.payload) as { event_id: string }).event_id] : [],
    );
    return new Set([...byPeople, ...byHosts]);
  }
}
