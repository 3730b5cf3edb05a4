import { setTimeout as sleep } from 'node:timers/promises';

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const REDRAW_MS = 100;
/** Without a terminal a line per step is enough, but a long silence looks like a hang. */
const REMIND_MS = 10_000;

export interface StartOutput {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

/** Shows what `npm start` is doing: one line per finished step, and in a terminal what is under way. */
export class StartProgress {
  readonly #output: StartOutput;
  readonly #underWay = new Map<string, number>();
  #drawing = false;
  #frame = 0;

  constructor(output: StartOutput) {
    this.#output = output;
  }

  /** Runs a step. `note` goes behind its name when it is done. */
  async step<Result>(name: string, work: (note: (text: string) => void) => Promise<Result>): Promise<Result> {
    const started = performance.now();
    const notes: string[] = [];
    this.#underWay.set(name, started);
    void this.#draw();
    try {
      const result = await work((text) => notes.push(text));
      this.#finish(name, '✔', seconds(started), notes);
      return result;
    } catch (error) {
      this.#finish(name, '✖', seconds(started), notes);
      throw error;
    }
  }

  say(line: string): void {
    this.#clear();
    this.#output.write(`${line}\n`);
  }

  #finish(name: string, mark: string, took: string, notes: string[]): void {
    this.#underWay.delete(name);
    this.say(`${mark} ${name.padEnd(40)} ${took.padStart(7)}${notes.length === 0 ? '' : `  ${notes.join(', ')}`}`);
  }

  async #draw(): Promise<void> {
    if (this.#drawing) return;
    this.#drawing = true;
    while (this.#underWay.size > 0) {
      if (this.#output.isTTY) this.#drawStatus();
      await sleep(this.#output.isTTY ? REDRAW_MS : REMIND_MS, undefined, { ref: false });
      if (!this.#output.isTTY) this.#remind();
    }
    this.#drawing = false;
  }

  #remind(): void {
    for (const [name, started] of this.#underWay) {
      if (performance.now() - started > REMIND_MS / 2) this.say(`… still at it: ${name} ${seconds(started)}`);
    }
  }

  #drawStatus(): void {
    this.#frame = (this.#frame + 1) % FRAMES.length;
    const steps = [...this.#underWay].map(([name, started]) => `${name} ${seconds(started)}`).join(' · ');
    this.#clear();
    this.#output.write(`${FRAMES[this.#frame]} ${steps}`.slice(0, (this.#output.columns ?? 80) - 1));
  }

  #clear(): void {
    if (this.#output.isTTY) this.#output.write('\r\u001b[2K');
  }
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}
