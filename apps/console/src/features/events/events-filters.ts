import type { EventSearch } from '@activity-hub/contracts/activity/event-search';
import { createLoader, parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs/server';

export const rangePresets = ['30m', '1h', '6h', '24h', '7d', '30d', '90d', 'all'] as const;
export type RangePreset = (typeof rangePresets)[number];

const minuteMs = 60_000;
const presetMinutes: Readonly<Record<Exclude<RangePreset, 'all'>, number>> = {
  '30m': 30,
  '1h': 60,
  '6h': 6 * 60,
  '24h': 24 * 60,
  '7d': 7 * 24 * 60,
  '30d': 30 * 24 * 60,
  '90d': 90 * 24 * 60,
};

/** Written out, because contracts with zod in them stay out of the browser; the compiler compares. */
export const payloadOperators = [
  'eq',
  'ne',
  'gt',
  'gte',
  'lt',
  'lte',
  'contains',
  'exists',
] as const satisfies readonly NonNullable<EventSearch['payload_op']>[];

/**
 * Everything the Events page shows lives in its address: a link, a reload and Back give the same rows.
 * A preset stays relative in the link; an absolute range is a pair of UTC epochs in milliseconds.
 */
export const eventsFilters = {
  type: parseAsString,
  user: parseAsString,
  source: parseAsString,
  session: parseAsString,
  range: parseAsStringLiteral(rangePresets),
  from: parseAsInteger,
  to: parseAsInteger,
  path: parseAsString,
  op: parseAsStringLiteral(payloadOperators),
  value: parseAsString,
};

export const loadEventsFilters = createLoader(eventsFilters);

export type EventsFilters = {
  readonly [Name in keyof typeof eventsFilters]: ReturnType<(typeof eventsFilters)[Name]['parseServerSide']>;
};

export const noFilters: EventsFilters = {
  type: null,
  user: null,
  source: null,
  session: null,
  range: null,
  from: null,
  to: null,
  path: null,
  op: null,
  value: null,
};

export function isFiltered(filters: EventsFilters): boolean {
  const { range, op: _, ...others } = filters;
  return (range !== null && range !== 'all') || Object.values(others).some((value) => value !== null);
}

/** Relative ranges are anchored to a whole minute, so that server and browser ask the same question. */
export function anchorOf(now: number): number {
  return Math.floor(now / minuteMs) * minuteMs;
}

function rangeOf(filters: EventsFilters, anchorMs: number): Pick<EventSearch, 'from' | 'to'> {
  if (filters.from !== null || filters.to !== null) {
    return {
      ...(filters.from === null ? {} : { from: new Date(filters.from).toISOString() }),
      ...(filters.to === null ? {} : { to: new Date(filters.to).toISOString() }),
    };
  }
  if (filters.range === null || filters.range === 'all') return {};
  return { from: new Date(anchorMs - presetMinutes[filters.range] * minuteMs).toISOString() };
}

const pageSize = 100;

export function eventSearchOf(filters: EventsFilters, anchorMs: number): EventSearch {
  const { type, user, source, session, path, op, value } = filters;
  return {
    ...(type === null ? {} : { type }),
    ...(user === null ? {} : { user_id: user }),
    ...(source === null ? {} : { source }),
    ...(session === null ? {} : { session_id: session }),
    ...rangeOf(filters, anchorMs),
    ...(path === null
      ? {}
      : { payload_path: path, payload_op: op ?? 'eq', ...(value === null ? {} : { payload_value: value }) }),
    limit: pageSize,
  };
}
