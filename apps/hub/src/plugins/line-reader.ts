const newline = 0x0a;

/** A line that is longer than the limit; nothing after the limit was kept. */
export class LineTooLong extends Error {
  override readonly name = 'LineTooLong';
  readonly mib: number;

  constructor(maxBytes: number) {
    const mib = Math.floor(maxBytes / 1024 / 1024);
    super(`It wrote a line of more than ${mib} MiB.`);
    this.mib = mib;
  }
}

/** Cuts a stream of bytes into lines. Holds no more than one line within the limit and one chunk. */
export class LineReader {
  readonly #maxBytes: number;
  #parts: Buffer[] = [];
  #held = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** @returns the lines that this chunk completes. @throws LineTooLong */
  take(chunk: Buffer): readonly string[] {
    const lines: string[] = [];
    let from = 0;
    for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, from)) {
      this.#hold(chunk.subarray(from, at));
      lines.push(this.#end());
      from = at + 1;
    }
    if (from < chunk.length) this.#hold(chunk.subarray(from));
    return lines;
  }

  #hold(part: Buffer): void {
    this.#held += part.length;
    if (this.#held > this.#maxBytes) {
      this.#parts = [];
      throw new LineTooLong(this.#maxBytes);
    }
    this.#parts.push(part);
  }

  #end(): string {
    const line = this.#parts.length === 1 ? this.#parts[0] : Buffer.concat(this.#parts);
    this.#parts = [];
    this.#held = 0;
    return line?.toString('utf8') ?? '';
  }
}
