import { beginning, type FoldMark, type Marks, thinned } from './fold-mark.ts';

/** Characters of states and views, of all histories and of one. */
const maxKept = 8_000_000;
const maxKeptOfOne = 2_000_000;
const keptForMs = 600_000;

/** A history as it was folded. */
export interface FoldedHistory {
  readonly marks: Marks;
  /** Nothing recorded behind this offset of its lane is in it. */
  readonly up_to: number;
}

interface Kept extends FoldedHistory {
  readonly size: number;
  readonly until: number;
}

/**
 * Histories that were folded lately, with places on the way, so that the next page need not begin at the first event. Bounded in
 * what it holds: of large states fewer places are kept, and the histories nobody asked about for longest are dropped.
 */
export class KeptMarks {
  /** The one that was asked about last is the last one. */
  readonly #kept = new Map<string, Kept>();
  readonly #now: () => number;
  #size = 0;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  get(name: string): FoldedHistory | undefined {
    const kept = this.#kept.get(name);
    return kept === undefined || kept.until < this.#now() ? undefined : kept;
  }

  keep(name: string, { marks: all, up_to }: FoldedHistory): void {
    this.#drop(name);
    let marks = all;
    while (sizeOf(marks) > maxKeptOfOne && marks.length > 2) marks = thinned(marks);
    const size = sizeOf(marks);
    if (size > maxKeptOfOne) return;
    this.#kept.set(name, { marks, up_to, size, until: this.#now() + keptForMs });
    this.#size += size;
    for (const oldest of this.#kept.keys()) if (this.#size > maxKept) this.#drop(oldest);
  }

  #drop(name: string): void {
    this.#size -= this.#kept.get(name)?.size ?? 0;
    this.#kept.delete(name);
  }
}

function sizeOf(marks: Marks): number {
  return marks.reduce((sum, mark) => sum + sizeOfMark(mark), 0);
}

const sizes = new WeakMap<FoldMark, number>();

function sizeOfMark(mark: FoldMark): number {
  const known = mark === beginning ? 0 : sizes.get(mark);
  if (known !== undefined) return known;
  const size = JSON.stringify([mark.point, mark.types]).length;
  sizes.set(mark, size);
  return size;
}
