import type { AggregateContribution } from '@activity-hub/contracts/activity/aggregate-explanation';

/** Longer values are cut: whole ones stand in the answer of the hub. */
const shownLength = 40;

const isInstant = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

/** What changed, a line for each place: "streaks/0/count 3 → 4". */
export function changeTexts(
  { amount, changes }: Pick<AggregateContribution, 'amount' | 'changes'>,
  instant: (at: string) => string,
): readonly string[] {
  const shown = (value: unknown): string =>
    typeof value === 'string' && isInstant.test(value) ? instant(value) : textOf(value);
  if (amount !== null) return amount.contribution === 0 ? [] : [`${amount.before} → ${amount.after}`];
  return (changes ?? []).map(({ pointer, before, after }) =>
    `${pointer.slice(1)} ${shown(before)} → ${shown(after)}`.trimStart(),
  );
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '–';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > shownLength ? `${text.slice(0, shownLength)}…` : text;
}
