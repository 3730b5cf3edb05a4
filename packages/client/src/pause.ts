/**
 * Waits for a signal or for time to pass. Its timer does not keep the process alive unless somebody
 * waits for what comes after it (`hold`): a script that awaits a verdict must live until it is there,
 * and a program that has ended its work must not be kept by an idle client.
 */
export class Pause {
  #timer: NodeJS.Timeout | undefined;
  #wake: (() => void) | undefined;
  #signalled = false;

  /** Resolves after `ms` (undefined: never by itself) or on the next `signal`, one that came before included. */
  wait(ms: number | undefined, hold: boolean): Promise<void> {
    if (this.#signalled) {
      this.#signalled = false;
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      this.#wake = resolve;
      if (ms === undefined) return;
      this.#timer = setTimeout(() => this.#end(), ms);
      if (!hold) this.#timer.unref();
    });
  }

  signal(): void {
    if (this.#wake === undefined) this.#signalled = true;
    else this.#end();
  }

  /** From now on the process lives at least until this wait ends. */
  hold(): void {
    this.#timer?.ref();
  }

  /** Nobody waits any more. */
  release(): void {
    this.#timer?.unref();
  }

  #end(): void {
    clearTimeout(this.#timer);
    const wake = this.#wake;
    this.#timer = undefined;
    this.#wake = undefined;
    wake?.();
  }
}
