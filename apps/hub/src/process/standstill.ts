import { STANDS_STILL_AFTER_SECONDS } from '@activity-hub/contracts/activity/plugin';

/** Whether something that is to go on has stood still for minutes; it is asked every few seconds. */
export class Standstill {
  readonly #nowMs: () => number;
  #finished = 0;
  #sinceMs: number;

  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs;
    this.#sinceMs = nowMs();
  }

  /** @param finished what is done by now */
  lasts(finished: number): boolean {
    if (finished !== this.#finished) {
      this.#finished = finished;
      this.#sinceMs = this.#nowMs();
    }
    return this.#nowMs() - this.#sinceMs > STANDS_STILL_AFTER_SECONDS * 1_000;
  }
}
