/** Words of the view of streaks, by their keys in the dictionary. */
export type StreakWord =
  | 'daily'
  | 'weekly'
  | 'count'
  | 'best'
  | 'start'
  | 'last'
  | 'end'
  | 'breaks_at'
  | 'time_zone'
  | 'earlier'
  | 'frozen';

const fields: readonly StreakWord[] = ['count', 'best', 'start', 'last', 'end', 'breaks_at', 'time_zone'];
const tracks: readonly StreakWord[] = ['daily', 'weekly'];

/**
 * What a place in the view of streaks is called, as words one after the other: `/streaks/0/count` is "daily", "count".
 * @returns undefined where the newest streak is told a second time; an empty list where it has no name
 */
export function streakPlace(pointer: string): readonly StreakWord[] | undefined {
  const [, list, number, field, span, part] = pointer.split('/');
  if (list === 'frozen') return ['frozen'];
  const track = list === 'streaks' ? tracks[Number(number)] : undefined;
  if (track === undefined) return [];
  if (field === 'spans') return span === '0' || span === undefined ? undefined : [track, 'earlier', ...named(part)];
  return [track, ...named(field)];
}

function named(field: string | undefined): readonly StreakWord[] {
  return fields.filter((word) => word === field);
}
