import { isObject, type JsonObjectSent, objectAt, textAt, withoutUndefined } from './adapter.ts';
import { secondsOfDuration } from './iso-duration.ts';
import { agentIdOf } from './xapi-actor.ts';
import { type ActivityKind, activityKindOf, lastPartOf } from './xapi-verb.ts';

export interface StatementParts {
  readonly eventType: string;
  readonly kind: ActivityKind;
  readonly object: JsonObjectSent;
  readonly result: JsonObjectSent | undefined;
  readonly context: JsonObjectSent | undefined;
  /** Their descriptions; the files themselves are not sent to the hub. */
  readonly attachments: unknown;
}

/** Activities beside the object, nearest first. Version 1 allowed one object where later ones have a list. */
function contextActivities(context: JsonObjectSent | undefined): readonly JsonObjectSent[] {
  const around = context === undefined ? undefined : objectAt(context, 'contextActivities');
  if (around === undefined) return [];
  return ['parent', 'grouping', 'category', 'other'].flatMap((relation) => [around[relation]].flat().filter(isObject));
}

/** The course a statement belongs to: the nearest activity beside the object that says it is one, else the parent. */
function courseOf({ kind, object, context }: StatementParts): string | undefined {
  if (kind === 'course') return textAt(object, 'id');
  const around = contextActivities(context);
  const typed = around.find((activity) => activityKindOf(activity) === 'course');
  return textAt(typed ?? around[0], 'id');
}

/** Points as they were given; a scaled score becomes percent, because the hub's scores count up to a maximum. */
function scoreOf(result: JsonObjectSent | undefined): JsonObjectSent {
  const score = result === undefined ? undefined : objectAt(result, 'score');
  if (score === undefined) return {};
  const { scaled, raw, min, max } = score;
  if (typeof raw === 'number') return { score: raw, max_score: max, min_score: min, score_scaled: scaled };
  if (typeof scaled !== 'number') return { score: raw, score_scaled: scaled };
  // Rounded: 0.57 × 100 is 56.99999999999999 in a double.
  return { score: Math.round(scaled * 1e8) / 1e6, max_score: 100, score_scaled: scaled };
}

const idNames: Readonly<Record<string, string>> = {
  'activity.learning.lesson_started': 'lesson_id',
  'activity.learning.lesson_completed': 'lesson_id',
  'activity.learning.content_viewed': 'resource_id',
  'activity.learning.quiz_attempted': 'test_id',
  'activity.learning.assessment_submitted': 'test_id',
  'activity.learning.test_started': 'test_id',
  'activity.learning.test_passed': 'test_id',
  'activity.learning.test_failed': 'test_id',
  'activity.learning.certificate_issued': 'certificate_id',
  'activity.social.commented': 'post_id',
};

/** The object under the name that the event type has for it. */
function idsOf(parts: StatementParts): JsonObjectSent {
  const id = textAt(parts.object, 'id');
  if (parts.eventType.startsWith('activity.system.')) return { client: id };
  const name = idNames[parts.eventType];
  return name === undefined ? { course_id: id } : { course_id: courseOf(parts), [name]: id };
}

function outcomeOf(eventType: string, success: unknown): string | undefined {
  if (!eventType.includes('.course_') || typeof success !== 'boolean') return undefined;
  return success ? 'passed' : 'failed';
}

export function payloadOfStatement(parts: StatementParts): JsonObjectSent {
  const { eventType, object, result, context, attachments } = parts;
  const definition = objectAt(object, 'definition');
  const type = textAt(definition, 'type');
  const instructor = context === undefined ? undefined : objectAt(context, 'instructor');
  const duration = textAt(result, 'duration');
  return withoutUndefined({
    ...idsOf(parts),
    ...scoreOf(result),
    activity_type: type === undefined ? undefined : lastPartOf(type),
    activity_name: definition?.['name'],
    result: outcomeOf(eventType, result?.['success']),
    success: result?.['success'],
    completion: result?.['completion'],
    response: result?.['response'],
    duration_seconds: duration === undefined ? undefined : secondsOfDuration(duration),
    duration: duration !== undefined && secondsOfDuration(duration) === undefined ? duration : undefined,
    result_extensions: result?.['extensions'],
    activity_extensions: definition?.['extensions'],
    attachments,
    instructor_user_id: instructor === undefined ? undefined : agentIdOf(instructor),
  });
}
