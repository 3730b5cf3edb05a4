/** After that long without a turn it is at the head, or gone. */
const leavesAfterMs = 60_000;

/** The plugins in processes of their own that are far behind: together they may not cost what one may. */
export class FarBehindApart {
  readonly #seenAt = new Map<string, number>();

  /** How many they are, with who has just had a turn. */
  after(processor: string, now: number): number {
    this.#seenAt.set(processor, now);
    for (const [other, at] of this.#seenAt) if (now - at > leavesAfterMs) this.#seenAt.delete(other);
    return this.#seenAt.size;
  }
}
