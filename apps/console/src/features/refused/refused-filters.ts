import type { RefusedState } from '@activity-hub/contracts/activity/refused-event';
import type {
  RefusedFilter,
  RefusedGroup,
  RefusedGroupSearch,
  RefusedSearch,
} from '@activity-hub/contracts/activity/refused-search';
import { createLoader, parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs/server';

/** Written out, because contracts with zod in them stay out of the browser; the compiler compares. */
export const refusedStates = [
  'open',
  'resubmitting',
  'resubmitted',
  'discarded',
] as const satisfies readonly RefusedState[];
export const stateChoices = [...refusedStates, 'any'] as const;
export const rangeChoices = ['1h', '24h', '7d', '30d'] as const;
export const views = ['groups', 'events'] as const;

const hourMs = 3_600_000;
const rangeHours: Readonly<Record<(typeof rangeChoices)[number], number>> = {
  '1h': 1,
  '24h': 24,
  '7d': 168,
  '30d': 720,
};

/**
 * Everything the page shows lives in its address. Without a state only what is open is shown: the page is
 * for repairing. A preset stays relative in the link; an absolute range is a pair of UTC epochs.
 */
export const refusedFilters = {
  view: parseAsStringLiteral(views),
  group: parseAsString,
  code: parseAsString,
  source: parseAsString,
  type: parseAsString,
  key: parseAsString,
  text: parseAsString,
  state: parseAsStringLiteral(stateChoices),
  range: parseAsStringLiteral(rangeChoices),
  from: parseAsInteger,
  to: parseAsInteger,
};

export const loadRefusedFilters = createLoader(refusedFilters);

export type RefusedFilters = {
  readonly [Name in keyof typeof refusedFilters]: ReturnType<(typeof refusedFilters)[Name]['parseServerSide']>;
};

/** The view and the group are places, not filters: clearing leaves them. */
export const noFilters = {
  code: null,
  source: null,
  type: null,
  key: null,
  text: null,
  state: null,
  range: null,
  from: null,
  to: null,
} satisfies Partial<RefusedFilters>;

export function isFiltered(filters: RefusedFilters): boolean {
  return Object.keys(noFilters).some((name) => filters[name as keyof typeof noFilters] !== null);
}

/** A list of single events, be it of one group or of all. */
export function isList({ view, group }: Pick<RefusedFilters, 'view' | 'group'>): boolean {
  return group !== null || view === 'events';
}

function rangeOf({ range, from, to }: RefusedFilters, anchorMs: number): Pick<RefusedFilter, 'from' | 'to'> {
  if (from !== null || to !== null)
    return {
      ...(from === null ? {} : { from: new Date(from).toISOString() }),
      ...(to === null ? {} : { to: new Date(to).toISOString() }),
    };
  return range === null ? {} : { from: new Date(anchorMs - rangeHours[range] * hourMs).toISOString() };
}

/** What a list, and a repair of many, is narrowed to. */
export function refusedFilterOf(filters: RefusedFilters, anchorMs: number): RefusedFilter {
  const { group, code, source, type, key, text } = filters;
  return {
    ...(group === null ? {} : { group_id: group }),
    ...(code === null ? {} : { code }),
    ...(source === null ? {} : { source }),
    ...(type === null ? {} : { type }),
    ...(key === null ? {} : { key_id: key }),
    ...(text === null ? {} : { text }),
    ...rangeOf(filters, anchorMs),
  };
}

export function refusedSearchOf(filters: RefusedFilters, anchorMs: number): RefusedSearch {
  return { ...refusedFilterOf(filters, anchorMs), state: filters.state ?? 'open', limit: 100 };
}

export function groupSearchOf(filters: RefusedFilters, anchorMs: number): RefusedGroupSearch {
  return { ...refusedFilterOf(filters, anchorMs), state: filters.state ?? 'open', limit: 100 };
}

/** The group by itself, whatever became of its events. */
export function oneGroupOf(group: string): RefusedGroupSearch {
  return { group_id: group, state: 'any', limit: 1 };
}

/** A place that operations can name: groups write places in lists as *. */
export function repairableAt(group: RefusedGroup | undefined): string {
  return group === undefined || group.pointer.includes('*') ? '' : group.pointer;
}
