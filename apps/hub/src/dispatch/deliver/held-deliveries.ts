import type { DeliveryKey } from '@activity-hub/db/deliveries/delivery-row';

type Place = Pick<DeliveryKey, 'lane' | 'offset' | 'generation'>;

function nameOf({ lane, offset, generation }: Place): string {
  return `${lane}.${offset}.${generation}`;
}

/**
 * The deliveries of a subscription that wait in memory or are under way. They are due in the database until they are
 * finished, so every read finds them again. What ends while a read runs may still be in its answer: it is known until
 * the next read begins.
 */
export class HeldDeliveries {
  readonly #held = new Set<string>();
  readonly #ended = new Set<string>();

  get size(): number {
    return this.#held.size;
  }

  /** What ended before is no longer due in the answer of this read. */
  beginRead(): void {
    this.#ended.clear();
  }

  /** False: it is here already, or was when the read began. */
  take(place: Place): boolean {
    const name = nameOf(place);
    if (this.#held.has(name) || this.#ended.has(name)) return false;
    this.#held.add(name);
    return true;
  }

  /** Its end is written down, or it was never tried. */
  end(place: Place): void {
    const name = nameOf(place);
    this.#held.delete(name);
    this.#ended.add(name);
  }
}
