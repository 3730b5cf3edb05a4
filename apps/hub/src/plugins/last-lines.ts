/** A traceback of Python takes three for each call. */
const maxLines = 40;
/** What one entry of the log of a plugin takes. */
const maxCharacters = 2_000;

/** Holds the newest lines, few enough to be kept as they are. */
export class LastLines {
  readonly #lines: string[] = [];
  #characters = 0;

  /** @returns the lines for which there is no more room, oldest first; never the one that came */
  hold(line: string): readonly string[] {
    this.#lines.push(line);
    this.#characters += line.length + 1;
    const pushedOut: string[] = [];
    while (this.#lines.length > maxLines || (this.#characters > maxCharacters && this.#lines.length > 1)) {
      const oldest = this.#lines.shift() ?? '';
      this.#characters -= oldest.length + 1;
      pushedOut.push(oldest);
    }
    return pushedOut;
  }

  /** @returns all it holds, and holds nothing afterwards */
  release(): readonly string[] {
    this.#characters = 0;
    return this.#lines.splice(0);
  }
}
