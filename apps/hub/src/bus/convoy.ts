/**
 * Those who go through a stretch of a lane side by side, so that it is read and decoded once for all of them: nobody
 * begins a stretch before everybody has begun the one before. Reading costs more than most plugins fold, and whoever is
 * further apart than what a feed keeps reads alone.
 */
export class Convoy {
  readonly #members = new Map<ConvoyMember, { begun: number }>();
  #moved = Promise.withResolvers<void>();

  join(): ConvoyMember {
    const place = { begun: Number.NEGATIVE_INFINITY };
    const member: ConvoyMember = {
      abreast: async (offset) => {
        const before = place.begun;
        place.begun = offset;
        this.#move();
        while (this.#last() < before) await this.#moved.promise;
        return this.#last();
      },
      leave: () => {
        this.#members.delete(member);
        this.#move();
      },
    };
    this.#members.set(member, place);
    return member;
  }

  get empty(): boolean {
    return this.#members.size === 0;
  }

  #last(): number {
    return Math.min(...[...this.#members.values()].map(({ begun }) => begun));
  }

  #move(): void {
    this.#moved.resolve();
    this.#moved = Promise.withResolvers();
  }
}

export interface ConvoyMember {
  /** Resolves when the stretch after this offset may be begun, to what all have behind them. */
  abreast(offset: number): Promise<number>;
  /** Nobody waits for it any more. */
  leave(): void;
}
