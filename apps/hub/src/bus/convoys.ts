import { Convoy, type ConvoyMember } from './convoy.ts';

export interface ConvoysOptions {
  /** So many at once. */
  readonly convoys: number;
  /** So many batches at once, of all convoys together; a convoy that goes alone may have more. */
  readonly places: number;
  /** So many batches in one convoy. */
  readonly company: number;
  /** A turn ends at the next multiple of so many events, so that those who came apart in a lane meet again. */
  readonly turnEvents: number;
  /** How long a place rests after a turn that took so long; who had it does not wait for that. */
  readonly restMs?: (tookMs: number) => number;
  /** Until then nobody leaves: those who start together go together. */
  readonly opens?: Promise<unknown>;
}

/** Who is far behind, and where. */
export interface Traveller {
  readonly lane: number;
  readonly offset: number;
  /** Topics of the events whose payload it needs; undefined: all that events say. */
  readonly payloads: readonly string[] | undefined;
}

/** What a traveller is given. */
export interface Turn extends Pick<ConvoyMember, 'abreast'> {
  /** Where it ends. */
  readonly to: number;
  /** What all of the convoy need: they read the same, once. */
  readonly payloads: readonly string[] | undefined;
}

interface Going extends Turn, ConvoyMember {
  readonly convoy: Convoy;
}

interface Waiting extends Traveller {
  readonly enter: (going: Going) => void;
}

/**
 * Lets processors that are far behind through the lanes, turn by turn, first come first served. Who waits at the same
 * place goes in one convoy. Few batches run at once, because each of them is large.
 */
export class Convoys {
  readonly #options: ConvoysOptions;
  readonly #convoys = new Set<Convoy>();
  #waiting: Waiting[] = [];
  #free: number;
  #open: boolean;
  #admitting = false;

  constructor(options: ConvoysOptions) {
    this.#options = options;
    this.#free = options.places;
    this.#open = options.opens === undefined;
    void options.opens?.then(() => this.#unlock());
  }

  /** Runs `go` when its turn has come; never, when it is stopped before. */
  async travel(traveller: Traveller, go: (turn: Turn) => Promise<void>, stop: AbortSignal): Promise<void> {
    const going = await this.#enter(traveller, stop);
    if (going === undefined) return;
    const begun = performance.now();
    try {
      await go(going);
    } finally {
      going.leave();
      if (going.convoy.empty) this.#convoys.delete(going.convoy);
      const restMs = this.#options.restMs?.(performance.now() - begun) ?? 0;
      if (restMs > 0) setTimeout(() => this.#release(), restMs).unref();
      else this.#release();
    }
  }

  async #enter(traveller: Traveller, stop: AbortSignal): Promise<Going | undefined> {
    if (stop.aborted) return undefined;
    const { promise, resolve } = Promise.withResolvers<Going | undefined>();
    const waiting = { ...traveller, enter: resolve };
    const giveUp = (): void => {
      this.#waiting = this.#waiting.filter((other) => other !== waiting);
      resolve(undefined);
    };
    stop.addEventListener('abort', giveUp, { once: true });
    this.#waiting.push(waiting);
    this.#admitSoon();
    const going = await promise;
    stop.removeEventListener('abort', giveUp);
    return going;
  }

  #unlock(): void {
    this.#open = true;
    this.#admitSoon();
  }

  #release(): void {
    this.#free += 1;
    this.#admitSoon();
  }

  /** Those who learn at the same moment where to go on ask within one turn of the event loop. */
  #admitSoon(): void {
    if (this.#admitting) return;
    this.#admitting = true;
    setImmediate(() => {
      this.#admitting = false;
      this.#admit();
    });
  }

  #admit(): void {
    const { convoys, places, company: most } = this.#options;
    while (this.#open && this.#convoys.size < convoys) {
      const [first] = this.#waiting;
      if (first === undefined) return;
      const company = this.#waiting.filter((other) => isSamePlace(first, other)).slice(0, most);
      // Never a part of them: who is left behind would read alone.
      if (company.length > this.#free && this.#free < places) return;
      this.#free -= company.length;
      this.#waiting = this.#waiting.filter((other) => !company.includes(other));
      this.#send(company, first.offset);
    }
  }

  #send(company: readonly Waiting[], offset: number): void {
    const { turnEvents } = this.#options;
    const to = (Math.floor(offset / turnEvents) + 1) * turnEvents;
    const payloads = payloadsOf(company);
    const convoy = new Convoy();
    this.#convoys.add(convoy);
    // All of them before anyone begins.
    const members = company.map(({ enter }) => ({ enter, member: convoy.join() }));
    for (const { enter, member } of members) enter({ to, payloads, convoy, ...member });
  }
}

function isSamePlace(one: Traveller, other: Traveller): boolean {
  return one.lane === other.lane && one.offset === other.offset;
}

function payloadsOf(company: readonly Traveller[]): Traveller['payloads'] {
  const topics = new Set<string>();
  for (const { payloads } of company) {
    if (payloads === undefined) return undefined;
    for (const topic of payloads) topics.add(topic);
  }
  return [...topics];
}
