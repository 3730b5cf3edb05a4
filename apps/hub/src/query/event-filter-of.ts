import type { EventSearch } from '@activity-hub/contracts/activity/event-search';
import { HubError } from '@activity-hub/contracts/errors';
import { eventTypes } from '@activity-hub/contracts/event-types/catalog';
import { canonicalTopicPattern, topicMatches } from '@activity-hub/contracts/topic';
import type { EventFilter, PayloadCondition } from '@activity-hub/db/queries/event-filter';
import { type ExactInstant, exactInstant } from '@activity-hub/db/queries/exact-instant';
import { readCursor } from '@activity-hub/db/queries/keyset';
import type { Sight } from '@activity-hub/db/queries/sight';

const defaultLimit = 50;
const numeric = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

/**
 * The known types a pattern covers; undefined: all of them. Types that the catalogue does not know
 * cannot be in the log, so a list of names is as good as the pattern, and an index can look them up.
 * @throws HubError invalid_query
 */
export function typesOf(pattern: string | undefined): readonly string[] | undefined {
  if (pattern === undefined) return undefined;
  const canonical = canonicalTopicPattern(pattern);
  if (canonical === undefined) {
    throw new HubError('invalid_query', 'A type pattern looks like activity.learning.*, learning.completed or **.', {
      pointer: '/type',
    });
  }
  const types = eventTypes.map((type) => type.event_type).filter((type) => topicMatches(canonical, type));
  return types.length === eventTypes.length ? undefined : types;
}

/** @throws HubError invalid_query when the range ends before it begins */
export function rangeOf(search: { readonly from?: string | undefined; readonly to?: string | undefined }): {
  readonly from: ExactInstant | undefined;
  readonly to: ExactInstant | undefined;
} {
  const from = search.from === undefined ? undefined : exactInstant(search.from);
  const to = search.to === undefined ? undefined : exactInstant(search.to);
  if (from !== undefined && to !== undefined && from > to) {
    throw new HubError('invalid_query', '"from" lies after "to": exchange them.', { pointer: '/from' });
  }
  return { from, to };
}

function payloadConditionOf(search: EventSearch): PayloadCondition | undefined {
  const op = search.payload_op ?? 'eq';
  if (search.payload_path === undefined) {
    if (search.payload_value === undefined && op === 'eq') return undefined;
    throw new HubError('invalid_query', 'Say with payload_path which place of the payload is meant.', {
      pointer: '/payload_path',
    });
  }
  if (search.payload_value === undefined && op !== 'exists') {
    throw new HubError('invalid_query', `Give payload_value to compare with, or use payload_op=exists.`, {
      pointer: '/payload_value',
    });
  }
  const value = search.payload_value ?? '';
  const number = numeric.test(value) && Number.isFinite(Number(value)) ? Number(value) : null;
  return { path: search.payload_path.split('.'), op, value, number };
}

/** A search in the terms of the databases. @throws HubError invalid_query, invalid_cursor */
export function eventFilterOf(search: EventSearch, sight: Sight): EventFilter {
  return {
    sight,
    types: typesOf(search.type),
    user_id: search.user_id?.toLowerCase(),
    source: search.source,
    session_id: search.session_id?.toLowerCase(),
    ...rangeOf(search),
    payload: payloadConditionOf(search),
    after: readCursor(search.cursor),
    limit: search.limit ?? defaultLimit,
  };
}
