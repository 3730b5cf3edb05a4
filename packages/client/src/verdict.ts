/*
 * The hub's answers, written down here and not imported, so that the published client stands alone.
 * `e2e/clients.int.spec.ts` holds them against the contracts.
 */

/** Proof that an event is durable: the same for the first answer and for every repeat. */
export interface Receipt {
  readonly event_id: string;
  /** Opaque place in the log. */
  readonly position: string;
  readonly recorded_at: string;
  readonly digest: string;
}

export type AcceptedVerdict =
  | { readonly status: 'accepted'; readonly duplicate: false; readonly receipt: Receipt }
  | { readonly status: 'duplicate'; readonly duplicate: true; readonly receipt: Receipt };

/** The id is taken by an event with other content. */
export interface ConflictVerdict {
  readonly status: 'conflict';
  readonly event_id: string;
  readonly code: string;
  readonly detail: string;
}

export interface RefusedVerdict {
  readonly status: 'refused';
  readonly event_id: string | null;
  readonly code: string;
  readonly detail: string;
  /** JSON pointer to the place within the event. */
  readonly pointer: string;
  /** Under which the hub keeps it for repair. */
  readonly refused_id: string | null;
}

export type Verdict = AcceptedVerdict | ConflictVerdict | RefusedVerdict;

/** On this machine's disk: it will be delivered when the hub is back, by this process or the next. */
export interface SpooledOutcome {
  readonly status: 'spooled';
  readonly event_id: string;
}

export type PublishOutcome = Verdict | SpooledOutcome;

/** What `onRefused` is told. */
export interface Refusal {
  readonly event_id: string | null;
  /** As it was sent. */
  readonly event: unknown;
  readonly verdict: ConflictVerdict | RefusedVerdict;
}
