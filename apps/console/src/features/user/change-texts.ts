import type { AggregateContribution } from '@activity-hub/contracts/activity/aggregate-explanation';

/** Longer values are cut: whole ones stand in the answer of the hub. */
const shownLength = 40;

const isInstant = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

export interface ChangeWords {
  readonly instant: (at: string) => string;
  /** What a place of the value is called; undefined where it says nothing that another one does not. */
  readonly place: (pointer: string) => string | undefined;
  /** In place of a whole object that was not there before. */
  readonly begun: string;
}

/** What changed, a line for each place: "By days, in a row: 3 → 4". */
export function changeTexts(
  { amount, changes }: Pick<AggregateContribution, 'amount' | 'changes'>,
  words: ChangeWords,
): readonly string[] {
  const shown = (value: unknown): string =>
    typeof value === 'string' && isInstant.test(value) ? words.instant(value) : textOf(value);
  if (amount !== null) return amount.contribution === 0 ? [] : [`${amount.before} → ${amount.after}`];
  return (changes ?? []).flatMap(({ pointer, before, after }) => {
    const place = words.place(pointer);
    if (place === undefined) return [];
    const isBegun = (before ?? null) === null && typeof after === 'object' && after !== null;
    const change = isBegun ? words.begun : `${shown(before)} → ${shown(after)}`;
    return [place === '' ? change : `${place}: ${change}`];
  });
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '–';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > shownLength ? `${text.slice(0, shownLength)}…` : text;
}
