import { topicMatches } from '../topic.ts';

/** Event types come from producers, and unknown ones too: the answers kept must have an end. */
const MAX_CACHED_TYPES = 1_000;

/**
 * Finds what is registered under the topic patterns that cover an event type, in the order in which it was given. It
 * does not change: whoever adds or removes an entry makes a new one, which also forgets all cached answers.
 */
export class TopicIndex<T> {
  readonly #byPattern: ReadonlyMap<string, readonly Entry<T>[]>;
  readonly #wildcards: readonly string[];
  readonly #cache = new Map<string, readonly T[]>();

  /** @param entries canonical topic patterns, each with what stands under it. */
  constructor(entries: Iterable<readonly [pattern: string, value: T]>) {
    const byPattern = new Map<string, Entry<T>[]>();
    let order = 0;
    for (const [pattern, value] of entries) {
      const known = byPattern.get(pattern) ?? [];
      known.push({ order, value });
      byPattern.set(pattern, known);
      order += 1;
    }
    this.#byPattern = byPattern;
    this.#wildcards = [...byPattern.keys()].filter((pattern) => pattern.includes('*'));
  }

  /** Everything whose pattern covers a canonical event type. */
  find(eventType: string): readonly T[] {
    const known = this.#cache.get(eventType);
    if (known !== undefined) return known;
    const found = this.#search(eventType);
    if (this.#cache.size >= MAX_CACHED_TYPES) this.#forgetOldest();
    this.#cache.set(eventType, found);
    return found;
  }

  #search(eventType: string): readonly T[] {
    // An event type with a star in it is none, but the answer must be that of topicMatches for it too.
    const exact = eventType.includes('*') ? [] : (this.#byPattern.get(eventType) ?? []);
    const covering = this.#wildcards.filter((pattern) => topicMatches(pattern, eventType));
    return [...exact, ...covering.flatMap((pattern) => this.#byPattern.get(pattern) ?? [])]
      .sort((left, right) => left.order - right.order)
      .map(({ value }) => value);
  }

  #forgetOldest(): void {
    const oldest = this.#cache.keys().next();
    if (!oldest.done) this.#cache.delete(oldest.value);
  }
}

interface Entry<T> {
  readonly order: number;
  readonly value: T;
}
