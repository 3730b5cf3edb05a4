import { type JsonObjectSent, objectAt, textAt } from './adapter.ts';

/** What a statement is about, as far as the learning types tell things apart. */
export type ActivityKind = 'course' | 'lesson' | 'test' | 'question' | 'certificate' | 'resource';

const kinds: Readonly<Record<string, ActivityKind>> = {
  course: 'course',
  program: 'course',
  curriculum: 'course',
  lesson: 'lesson',
  module: 'lesson',
  unit: 'lesson',
  chapter: 'lesson',
  assessment: 'test',
  test: 'test',
  quiz: 'test',
  exam: 'test',
  assignment: 'test',
  question: 'question',
  'cmi.interaction': 'question',
  interaction: 'question',
  certificate: 'certificate',
  badge: 'certificate',
};

/** The last part of an IRI: registries differ in what stands before it (adlnet.gov, w3id.org, tincanapi.com). */
export function lastPartOf(iri: string): string {
  return iri.split(/[/#]/).filter(Boolean).at(-1)?.toLowerCase() ?? '';
}

/**
 * The kind of an activity. Without a type it is a lesson: that is what cmi5 and SCORM players send for
 * an assignable unit, most often without a definition.
 */
export function activityKindOf(object: JsonObjectSent): ActivityKind {
  const type = textAt(objectAt(object, 'definition'), 'type');
  return type === undefined ? 'lesson' : (kinds[lastPartOf(type)] ?? 'resource');
}

type TypeByKind = Partial<Readonly<Record<ActivityKind, string>>> & { readonly other: string };

const started: TypeByKind = {
  course: 'learning.course_started',
  lesson: 'learning.lesson_started',
  test: 'learning.test_started',
  question: 'learning.quiz_attempted',
  other: 'learning.content_viewed',
};
const attempted: TypeByKind = { ...started, test: 'learning.quiz_attempted' };
const completed: TypeByKind = {
  course: 'learning.course_completed',
  lesson: 'learning.lesson_completed',
  test: 'learning.assessment_submitted',
  question: 'learning.quiz_attempted',
  other: 'learning.content_viewed',
};
const passed: TypeByKind = { course: 'learning.course_completed', other: 'learning.test_passed' };
const failed: TypeByKind = { course: 'learning.course_failed', other: 'learning.test_failed' };
const viewed: TypeByKind = { other: 'learning.content_viewed' };
const attemptedQuestion: TypeByKind = { other: 'learning.quiz_attempted' };
const handedIn: TypeByKind = { other: 'learning.assessment_submitted' };
const left: TypeByKind = { course: 'learning.course_withdrawn', other: 'learning.content_viewed' };

/** Verbs by the last part of their IRI. Those of one row mean the same to the hub. */
const types: ReadonlyMap<string, TypeByKind> = new Map<string, TypeByKind>(
  (
    [
      ['registered enrolled-onto-learning-plan', { other: 'learning.course_registered' }],
      ['initialized launched started resumed', started],
      ['attempted', attempted],
      ['completed mastered', completed],
      ['passed', passed],
      ['failed', failed],
      ['experienced viewed read watched played accessed interacted progressed suspended terminated exited', viewed],
      ['abandoned unregistered withdrew', left],
      ['answered', attemptedQuestion],
      ['scored submitted submit', handedIn],
      ['earned certified', { other: 'learning.certificate_issued' }],
      ['commented', { other: 'social.commented' }],
      ['logged-in', { other: 'system.user_logged_in' }],
      ['logged-out', { other: 'system.user_logged_out' }],
    ] as const
  ).flatMap(([verbs, byKind]) => verbs.split(' ').map((verb): [string, TypeByKind] => [verb, byKind])),
);

export const knownVerbs: readonly string[] = [...types.keys()];

/** A test that is completed and says how it went is passed or failed. */
function outcomeOf(type: string, kind: ActivityKind, success: unknown): string {
  if (type !== 'learning.assessment_submitted' || kind !== 'test' || typeof success !== 'boolean') return type;
  return success ? 'learning.test_passed' : 'learning.test_failed';
}

/** @returns undefined when the verb has no event type */
export function eventTypeOfVerb(verb: string, kind: ActivityKind, success: unknown): string | undefined {
  const name = lastPartOf(verb);
  const byKind = types.get(name);
  if (byKind === undefined) return undefined;
  const type = byKind[kind] ?? byKind.other;
  return `activity.${name === 'completed' ? outcomeOf(type, kind, success) : type}`;
}
