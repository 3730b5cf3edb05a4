import { bareArray, joinedJson, quotedArray } from '../postgres/text-array.ts';
import type { StateKey, StateRow } from './consumer-store.ts';
import { type CalendarKind, calendarKinds, type Front } from './group-by-front.ts';
import { groupByShelf } from './group-by-shelf.ts';
import { FIELD_SEPARATOR, stateEntry } from './state-entry.ts';
import { nameOnShelf } from './state-shelf.ts';

/** In place of a text that is not there: no entry and no start is it. */
const NONE = '-';

/** One key, with its newest window of each kind; the others lie aside. */
interface SortedFront {
  readonly lane: number;
  readonly key: string;
  readonly newest: readonly (StateRow | undefined)[];
  /** Starts of the oldest of the others, by kind. */
  readonly oldest: readonly string[] | undefined;
}

/**
 * What `finish_batches` takes of calendar windows: those that may be in front, and those that cannot.
 * @throws when windows of one key come from two lanes
 */
export function frontParameters(fronts: readonly Front<StateRow>[], gone: readonly StateKey[]) {
  const aside: StateRow[] = [];
  const sorted = fronts.map((front) => sortedFront(front, aside));
  const shelves = groupByShelf(aside);
  return {
    lanes: bareArray(sorted.map(({ lane }) => lane)),
    keys: quotedArray(sorted.map(({ key }) => key)),
    hourly: kindParameters(sorted, 0),
    daily: kindParameters(sorted, 1),
    weekly: kindParameters(sorted, 2),
    monthly: kindParameters(sorted, 3),
    oldest: aside.length === 0 ? '' : joinedJson(sorted.map(({ oldest }) => oldest?.join(FIELD_SEPARATOR) ?? NONE)),
    deadlines: deadlineParameter(sorted),
    shelfLanes: bareArray(shelves.map(({ items }) => items[0]?.lane ?? null)),
    shelfKeys: quotedArray(shelves.map(({ key }) => key)),
    shelfWeeks: bareArray(shelves.map(({ shelf }) => shelf)),
    shelfWindows: joinedJson(shelves.map(({ items }) => windowsText(items))),
    shelfDeadlines: aside.some((row) => row.deadline_at !== null),
    goneKeys: quotedArray(gone.map(({ key }) => key)),
    goneNames: quotedArray(gone.map(nameOnShelf)),
  };
}

function sortedFront({ key, items }: Front<StateRow>, aside: StateRow[]): SortedFront {
  const newest: (StateRow | undefined)[] = [undefined, undefined, undefined, undefined];
  const lane = items[0]?.lane ?? 0;
  let oldest: string[] | undefined;
  for (const row of items) {
    if (row.lane !== lane) throw new Error(`The key ${key} comes from lane ${lane} and from lane ${row.lane}.`);
    const place = calendarKinds.indexOf(row.window_kind as CalendarKind);
    const held = newest[place];
    if (held === undefined) {
      newest[place] = row;
      continue;
    }
    const isNewer = row.window_start > held.window_start;
    const older = isNewer ? held : row;
    if (isNewer) newest[place] = row;
    aside.push(older);
    oldest ??= ['', '', '', ''];
    const before = oldest[place];
    if (!before || older.window_start < before) oldest[place] = older.window_start;
  }
  return { lane, key, newest, oldest };
}

/** Empty texts where no key has a window of the kind. */
function kindParameters(fronts: readonly SortedFront[], place: number): { starts: string; entries: string } {
  const starts: string[] = [];
  const entries: string[] = [];
  let some = false;
  for (const { newest } of fronts) {
    const row = newest[place];
    starts.push(row?.window_start ?? NONE);
    entries.push(row === undefined ? NONE : stateEntry(row));
    some ||= row !== undefined;
  }
  return some ? { starts: joinedJson(starts), entries: joinedJson(entries) } : { starts: '', entries: '' };
}

/** The earliest of each front; an empty array where there is none at all. */
function deadlineParameter(fronts: readonly SortedFront[]): string {
  const deadlines: (string | null)[] = [];
  let some = false;
  for (const { newest } of fronts) {
    let earliest: string | null = null;
    for (const row of newest) {
      const at = row?.deadline_at ?? null;
      if (at !== null && (earliest === null || at < earliest)) earliest = at;
    }
    deadlines.push(earliest);
    some ||= earliest !== null;
  }
  return some ? bareArray(deadlines) : '{}';
}

function windowsText(rows: readonly StateRow[]): string {
  return rows.map((row) => `\u001d${nameOnShelf(row)}${FIELD_SEPARATOR}${stateEntry(row)}`).join('');
}
