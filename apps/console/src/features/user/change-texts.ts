import type { AggregateContribution } from '@activity-hub/contracts/activity/aggregate-explanation';

/** Longer values are cut: whole ones stand in the answer of the hub. */
const shownLength = 40;

/** What changed, a line for each place: "streaks/0/count 3 → 4". */
export function changeTexts({ amount, changes }: Pick<AggregateContribution, 'amount' | 'changes'>): readonly string[] {
  if (amount !== null) return amount.contribution === 0 ? [] : [`${amount.before} → ${amount.after}`];
  return (changes ?? []).map(({ pointer, before, after }) =>
    `${pointer.slice(1)} ${textOf(before)} → ${textOf(after)}`.trimStart(),
  );
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '–';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > shownLength ? `${text.slice(0, shownLength)}…` : text;
}
