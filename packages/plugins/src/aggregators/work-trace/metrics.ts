import type { WorkMetric } from '@activity-hub/contracts/activity/work-trace';
import type { JsonObject, RecordedEvent } from '@activity-hub/contracts/event';
import { numberIn } from './payload-field.ts';

/** Fields of payloads that measure the work, by the beginning of the types that carry them. */
const measured: readonly (readonly [types: string, field: string, metric: string])[] = [
  ['activity.work.', 'quality', 'quality'],
  ['activity.work.', 'files_added', 'files_added'],
  ['activity.work.', 'files_modified', 'files_modified'],
  ['activity.work.', 'files_deleted', 'files_deleted'],
  ['activity.social.peer_review_submitted', 'score', 'review_score'],
  ['activity.economic.token_earned', 'amount', 'tokens_earned'],
];
const maxNamed = 20;
const metricName = /^[a-zA-Z][a-zA-Z0-9_.-]{0,63}$/;

/** What an event measures: known fields, and numbers under `metrics` by their own names. */
export function metricsOf({ event_type, event_id, user_id, timestamp, payload }: RecordedEvent): readonly WorkMetric[] {
  const known = measured.flatMap(([types, field, metric]): (readonly [string, number])[] => {
    const value = event_type.startsWith(types) ? numberIn(payload, field) : null;
    return value === null ? [] : [[metric, value]];
  });
  return [...known, ...namedMetrics(event_type, payload)].map(([metric, value]) => ({
    metric,
    value,
    event_id,
    user_id,
    at: timestamp,
  }));
}

function namedMetrics(eventType: string, payload: JsonObject): readonly (readonly [string, number])[] {
  const named = payload['metrics'];
  if (!eventType.startsWith('activity.work.') || typeof named !== 'object' || named === null || Array.isArray(named))
    return [];
  return Object.entries(named)
    .filter((entry): entry is [string, number] => metricName.test(entry[0]) && typeof entry[1] === 'number')
    .slice(0, maxNamed);
}
