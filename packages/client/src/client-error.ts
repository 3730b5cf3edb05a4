/** Why the client itself, and not the hub, could not do what it was asked. */
export type ClientFault =
  | 'invalid_options'
  | 'invalid_event'
  | 'event_too_large'
  /** Memory is full, and so is the spool or there is none: slow down and publish again. */
  | 'queue_full'
  | 'closed'
  /** The hub did not answer, or answered that it is busy, for longer than the client may wait. */
  | 'hub_unreachable'
  /** The hub refused the whole request for a reason that is not in the events: the key, or a wrong address. */
  | 'request_refused'
  /** Another process writes to this spool folder. */
  | 'spool_in_use'
  | 'spool_failed';

export class ActivityClientError extends Error {
  override readonly name = 'ActivityClientError';
  readonly code: ClientFault;
  /** What will not be delivered because of this, as it would have been sent; empty when nothing is lost. */
  readonly events: readonly unknown[];

  constructor(code: ClientFault, detail: string, options: { cause?: unknown; events?: readonly unknown[] } = {}) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.events = options.events ?? [];
  }
}
