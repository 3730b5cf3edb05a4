import type { KeyUse } from '@activity-hub/db/keys/touch-keys';
import { LRUCache } from 'lru-cache';

const onceInMs = 60_000;
const maxKeys = 10_000;

/** When and from where keys were used last: noted once a minute for each, or a busy key would write a row at each request. */
export class LastUses {
  readonly #keep: (uses: readonly KeyUse[]) => Promise<void>;
  readonly #now: () => number;
  readonly #notedAt = new LRUCache<string, number>({ max: maxKeys });
  #due: KeyUse[] = [];

  constructor(keep: (uses: readonly KeyUse[]) => Promise<void>, now: () => number) {
    this.#keep = keep;
    this.#now = now;
  }

  note(keyId: string, address: string | null): void {
    const now = this.#now();
    const noted = this.#notedAt.get(keyId);
    if (noted !== undefined && now - noted < onceInMs) return;
    this.#notedAt.set(keyId, now);
    this.#due.push({ key_id: keyId, at: new Date(now).toISOString(), address });
  }

  /** What cannot be kept is noted again by the next use. */
  async flush(): Promise<void> {
    const uses = this.#due;
    this.#due = [];
    try {
      await this.#keep(uses);
    } catch (failure) {
      for (const { key_id } of uses) this.#notedAt.delete(key_id);
      throw failure;
    }
  }
}
