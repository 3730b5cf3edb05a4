/** Things listed by id before the settled ones live on in the totals only. */
export const MAX_THINGS = 300;

export type Totals = { readonly started: number; readonly completed: number; readonly failed: number };
export type Step = 'started' | 'completed' | 'failed';

/** The things of one kind, sorted by id: the same things make the same state in whatever order they came. */
export type Things = {
  readonly listed: readonly (readonly [id: string, step: Step])[];
  /** Those no longer listed. */
  readonly dropped: Totals;
};

export const noThings: Things = { listed: [], dropped: { started: 0, completed: 0, failed: 0 } };

const rank: Readonly<Record<Step, number>> = { started: 0, failed: 1, completed: 2 };

/**
 * A thing takes its best step and keeps it: what was completed stays so, also when a start comes after it. Whatever
 * is completed or failed counts as started. @returns the very same things when nothing changes.
 */
export function withStep(things: Things, id: string, step: Step): Things {
  const at = things.listed.findIndex(([listed]) => listed >= id);
  const known = things.listed[at];
  if (known?.[0] !== id) {
    return bounded({
      ...things,
      listed: things.listed.toSpliced(at === -1 ? things.listed.length : at, 0, [id, step]),
    });
  }
  return rank[step] <= rank[known[1]] ? things : { ...things, listed: things.listed.with(at, [id, step]) };
}

function bounded(things: Things): Things {
  if (things.listed.length <= MAX_THINGS) return things;
  const settled = things.listed.findIndex(([, step]) => step !== 'started');
  const at = Math.max(settled, 0);
  return { listed: things.listed.toSpliced(at, 1), dropped: sum(things.dropped, things.listed.slice(at, at + 1)) };
}

export function totalsOf({ listed, dropped }: Things): Totals {
  return sum(dropped, listed);
}

function sum(totals: Totals, listed: Things['listed']): Totals {
  const count = (wanted: Step): number => listed.filter(([, step]) => step === wanted).length;
  return {
    started: totals.started + listed.length,
    completed: totals.completed + count('completed'),
    failed: totals.failed + count('failed'),
  };
}
