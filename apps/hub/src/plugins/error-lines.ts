import { StringDecoder } from 'node:string_decoder';

const maxLineLength = 16_384;
const maxWordsLength = 500;

/** As Node and Python name what ended them: `TypeError [CODE]: why`, `json.decoder.JSONDecodeError: why`. */
const namesAnError = /^\[?[\w.]*(?:Error|Exception)\b[^:]*: \S/;
const versionOfNode = /^Node\.js v\d/;

/** What a process writes to its standard error, in whole lines, however its bytes are cut. */
export class ErrorLines {
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';
  #last = '';
  #error = '';

  /** @returns the lines that this chunk completes, without empty ones; of one that is too long, its beginning */
  take(chunk: Buffer): readonly string[] {
    const lines = `${this.#rest}${this.#decoder.write(chunk)}`.split('\n');
    this.#rest = (lines.pop() ?? '').slice(0, maxLineLength);
    return this.#kept(lines);
  }

  /** @returns the line that never ended, if there is one */
  end(): readonly string[] {
    const line = this.#rest;
    this.#rest = '';
    return this.#kept([line]);
  }

  /** Why it ended, in its own words: the error it named last, else its last line. */
  get lastWords(): string {
    return (this.#error || this.#last).slice(0, maxWordsLength);
  }

  #kept(lines: readonly string[]): readonly string[] {
    const kept = lines.map((line) => line.slice(0, maxLineLength).trimEnd()).filter((line) => line !== '');
    for (const line of kept) {
      // Node puts an error without a stack in brackets, and goes on with what else it holds.
      if (namesAnError.test(line)) this.#error = line.replace(/ \{$/, '').replace(/^\[(.*)\]$/, '$1');
      // After every error that nobody caught Node writes its version, which is nobody's reason.
      if (!versionOfNode.test(line)) this.#last = line;
    }
    return kept;
  }
}
