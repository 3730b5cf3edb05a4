import { type FetchedAnswer, type FetchRequest, PROTOCOL_LIMITS } from '@activity-hub/contracts/plugin/protocol';

/** Asks somebody on behalf of a plugin. @throws Error with a sentence when there is no answer */
export type LentFetch = (request: FetchRequest, signal: AbortSignal) => Promise<NonNullable<FetchedAnswer['answer']>>;

const { maxFetchesAtOnce } = PROTOCOL_LIMITS;

/** What one process of a sink asks of others through the hub: so many at once, and only while it delivers. */
export class LentFetches {
  readonly #fetch: LentFetch | undefined;
  #underWay = 0;
  #delivery = new AbortController();

  constructor(fetch: LentFetch | undefined) {
    this.#fetch = fetch;
  }

  async answer(request: FetchRequest, isDelivering: boolean): Promise<FetchedAnswer> {
    const answered = { type: 'fetched', id: request.id } as const;
    if (this.#fetch === undefined || !isDelivering)
      return { ...answered, answer: null, reason: 'A plugin may ask others only while it is asked to deliver.' };
    if (this.#underWay >= maxFetchesAtOnce)
      return { ...answered, answer: null, reason: `At most ${maxFetchesAtOnce} requests may be on their way at once.` };
    this.#underWay += 1;
    try {
      return { ...answered, answer: await this.#fetch(request, this.#delivery.signal), reason: null };
    } catch (error) {
      return { ...answered, answer: null, reason: error instanceof Error ? error.message : String(error) };
    } finally {
      this.#underWay -= 1;
    }
  }

  /** Nobody waits any more for what is on its way. */
  deliveryEnded(): void {
    if (this.#underWay === 0) return;
    this.#delivery.abort(new Error('The delivery it was for has ended.'));
    this.#delivery = new AbortController();
  }
}
