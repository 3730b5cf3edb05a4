import type { AttemptRecord } from './attempt-record.ts';

export interface BreakerRules {
  readonly failuresToOpen: number;
  readonly firstPauseMs: number;
  readonly maxPauseMs: number;
}

export const defaultBreakerRules: BreakerRules = { failuresToOpen: 5, firstPauseMs: 10_000, maxPauseMs: 10 * 60_000 };

/**
 * Spares an endpoint that is away, and the tries of the deliveries to it:
 *
 *   closed ── failures in a row ──► open ── pause over ──► one trial ── answered ──► closed
 *                                    ▲                         │
 *                                    └── failed, twice the pause ┘
 *
 * While it is open a delivery is put off to `openUntil` without counting an attempt.
 */
export class EndpointBreaker {
  readonly #rules: BreakerRules;
  readonly #now: () => number;
  readonly #onChange: (openUntil: number | undefined) => void;
  #failures = 0;
  #pauseMs = 0;
  #openUntil = 0;
  #isTrying = false;

  /** @param onChange told whenever it opens, opens again after a trial, and closes (undefined) */
  constructor(
    now: () => number,
    rules: BreakerRules = defaultBreakerRules,
    onChange: (openUntil: number | undefined) => void = () => {},
  ) {
    this.#now = now;
    this.#rules = rules;
    this.#onChange = onChange;
  }

  /** Milliseconds since 1970; in the past, or while a trial runs, it says nothing. */
  get openUntil(): number {
    return this.#openUntil;
  }

  /** How many attempts may be under way: all, none while it is open, and one for a trial. */
  width(concurrency: number): number {
    if (this.#pauseMs === 0) return concurrency;
    return this.#isTrying || this.#now() < this.#openUntil ? 0 : 1;
  }

  /** Whether an attempt may be made now. Who is let in owes one of `ended` or `abandoned`. */
  enter(): boolean {
    if (this.#pauseMs === 0) return true;
    if (this.#isTrying || this.#now() < this.#openUntil) return false;
    this.#isTrying = true;
    return true;
  }

  /** @returns whether this attempt opened it, which is worth a notice */
  ended(isAway: boolean): boolean {
    this.#isTrying = false;
    if (!isAway) {
      this.#failures = 0;
      if (this.#pauseMs > 0) this.#onChange(undefined);
      this.#pauseMs = 0;
      return false;
    }
    this.#failures += 1;
    const wasOpen = this.#pauseMs > 0;
    // Attempts that were under way when it opened say nothing new.
    if (wasOpen && this.#now() < this.#openUntil) return false;
    if (!wasOpen && this.#failures < this.#rules.failuresToOpen) return false;
    this.#pauseMs = wasOpen ? Math.min(this.#rules.maxPauseMs, this.#pauseMs * 2) : this.#rules.firstPauseMs;
    this.#openUntil = this.#now() + this.#pauseMs;
    this.#onChange(this.#openUntil);
    return !wasOpen;
  }

  /** The attempt was given up before it told anything. */
  abandoned(): void {
    this.#isTrying = false;
  }
}

/**
 * Whether an attempt says that the endpoint is away. Refusals such as 400 or 422 are about one event: it
 * must not hold up the others.
 */
export function isAway({ status, error }: Pick<AttemptRecord, 'status' | 'error'>): boolean {
  if (status === undefined) return error?.code !== 'stopped' && error?.code !== 'invalid_request';
  return status >= 500 || status === 408 || status === 429;
}
