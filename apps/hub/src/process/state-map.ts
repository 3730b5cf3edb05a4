import type { StateKey } from '@activity-hub/db/checkpoints/consumer-store';

/** Values by kind, start and key of a state: joining the three into one name cost more than the look-ups. */
export class StateMap<Value> {
  readonly #kinds = new Map<string, Map<string, Map<string, Value>>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get({ window_kind, window_start, key }: StateKey): Value | undefined {
    return this.at(window_kind, window_start, key);
  }

  at(kind: string, start: string, key: string): Value | undefined {
    return this.#kinds.get(kind)?.get(start)?.get(key);
  }

  set({ window_kind, window_start, key }: StateKey, value: Value): void {
    const starts = within(this.#kinds, window_kind);
    const keys = within(starts, window_start);
    const before = keys.size;
    keys.set(key, value);
    this.#size += keys.size - before;
  }
}

function within<Key, Value>(outer: Map<string, Map<Key, Value>>, name: string): Map<Key, Value> {
  const known = outer.get(name);
  if (known !== undefined) return known;
  const made = new Map<Key, Value>();
  outer.set(name, made);
  return made;
}
