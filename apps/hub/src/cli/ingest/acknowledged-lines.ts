/**
 * How far a file is done when its lines are answered out of order: the last line up to which every
 * line has its verdict. Only this is safe to resume after.
 */
export class AcknowledgedLines {
  #through: number;
  #read: number;
  readonly #open = new Set<number>();

  constructor(through: number) {
    this.#through = through;
    this.#read = through;
  }

  /** These lines wait for their verdicts; the file was read up to `last`, the rest of it being blank. */
  reading(lines: Iterable<number>, last: number): void {
    for (const line of lines) this.#open.add(line);
    this.#read = Math.max(this.#read, last);
  }

  acknowledge(lines: Iterable<number>): void {
    for (const line of lines) this.#open.delete(line);
  }

  get through(): number {
    // A Set keeps the order of insertion and lines are read in order: the first open one is the oldest.
    const [oldest] = this.#open;
    this.#through = oldest === undefined ? this.#read : oldest - 1;
    return this.#through;
  }
}
