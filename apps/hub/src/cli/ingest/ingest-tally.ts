import type { LineVerdict } from './post-lines.ts';

/** What became of the lines, and the first that were not taken. */
export class IngestTally {
  readonly counts = { accepted: 0, duplicate: 0, refused: 0, conflict: 0 };
  readonly firstRefused: LineVerdict[] = [];
  readonly #shown: number;

  constructor(shown = 10) {
    this.#shown = shown;
  }

  add(verdicts: readonly LineVerdict[]): void {
    for (const verdict of verdicts) {
      this.counts[verdict.status]++;
      if (wasTaken(verdict)) continue;
      // Answers come out of order; a person reads the list from the top of the file.
      this.firstRefused.push(verdict);
      this.firstRefused.sort((a, b) => a.line - b.line);
      this.firstRefused.splice(this.#shown);
    }
  }

  get answered(): number {
    const { accepted, duplicate, refused, conflict } = this.counts;
    return accepted + duplicate + refused + conflict;
  }

  get notTaken(): number {
    return this.counts.refused + this.counts.conflict;
  }
}

export function wasTaken(verdict: LineVerdict): boolean {
  return verdict.status === 'accepted' || verdict.status === 'duplicate';
}
