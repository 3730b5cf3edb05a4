import { ActivityClientError, type ClientFault } from './client-error.ts';
import type { ReadOptions } from './client-options.ts';
import type { PendingEvent } from './event-queue.ts';
import type { Verdict } from './verdict.ts';

/** Tells everybody what became of their events, and keeps count. Nothing leaves the client without passing here. */
export class Settlement {
  readonly counts = { accepted: 0, duplicates: 0, refused: 0, conflicts: 0, spooled: 0, given_up: 0 };
  readonly #told: Pick<ReadOptions, 'onRefused' | 'onError'>;
  /** What is wrong at present and was reported: once when it begins, not with every attempt. */
  readonly #reported = new Set<ClientFault>();
  /** Publishers that wait for their outcome. */
  #awaited = 0;

  constructor(told: Pick<ReadOptions, 'onRefused' | 'onError'>) {
    this.#told = told;
  }

  get awaited(): number {
    return this.#awaited;
  }

  accepted(event: PendingEvent): void {
    if (event.waiter !== undefined) this.#awaited++;
  }

  verdict(event: PendingEvent, verdict: Verdict): void {
    this.spooledVerdict(event.json, verdict);
    this.#release(event)?.resolve(verdict);
  }

  /** Of an event that was spooled: its publisher has been answered long ago. */
  spooledVerdict(json: Buffer, verdict: Verdict): void {
    const { counts } = this;
    if (verdict.status === 'accepted') counts.accepted++;
    else if (verdict.status === 'duplicate') counts.duplicates++;
    else {
      if (verdict.status === 'refused') counts.refused++;
      else counts.conflicts++;
      const event = parsed(json);
      this.#call(() => this.#told.onRefused?.({ event_id: verdict.event_id, event, verdict }));
    }
  }

  spooled(events: readonly PendingEvent[]): void {
    this.counts.spooled += events.length;
    for (const event of events) this.#release(event)?.resolve({ status: 'spooled', event_id: event.eventId });
  }

  /** These will not be delivered: their publishers and `onError` get them back. */
  giveUp(events: readonly PendingEvent[], code: ClientFault, detail: string): void {
    if (events.length === 0) return;
    this.counts.given_up += events.length;
    const error = new ActivityClientError(code, detail, { events: events.map(({ json }) => parsed(json)) });
    for (const event of events) {
      this.#release(event)?.reject(new ActivityClientError(code, detail, { events: [parsed(event.json)] }));
    }
    this.#call(() => this.#told.onError?.(error));
  }

  report(error: ActivityClientError): void {
    this.#call(() => this.#told.onError?.(error));
  }

  /** Reports a state, not an occurrence: again only after `recovered`. */
  reportOnce(error: ActivityClientError): void {
    if (this.#reported.has(error.code)) return;
    this.#reported.add(error.code);
    this.report(error);
  }

  recovered(...codes: readonly ClientFault[]): void {
    for (const code of codes) this.#reported.delete(code);
  }

  #release(event: PendingEvent): PendingEvent['waiter'] {
    if (event.waiter !== undefined) this.#awaited--;
    return event.waiter;
  }

  /** A listener that throws, at once or later, is the producer's own problem and stops no delivery. */
  #call(listener: () => unknown): void {
    Promise.resolve()
      .then(listener)
      .catch(() => undefined);
  }
}

function parsed(json: Buffer): unknown {
  const text = json.toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
