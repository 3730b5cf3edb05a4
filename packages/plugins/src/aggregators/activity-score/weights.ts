import { topicMatches } from '@activity-hub/contracts/topic';

/** Points by event type or topic pattern. */
export type Weights = Readonly<Record<string, number>>;

/**
 * What an event is worth unless the configuration says otherwise: the effort it stands for, not its
 * importance to the business. Looking is worth little, finishing is worth most; what befalls a person
 * (a failed test, a payment received) is worth less than what they did; system events are worth
 * nothing, because a login or an error is no achievement.
 */
export const defaultWeights: Weights = {
  'activity.learning.*': 1,
  'activity.learning.started': 1,
  'activity.learning.completed': 10,
  'activity.learning.course_registered': 2,
  'activity.learning.course_started': 2,
  'activity.learning.course_completed': 10,
  'activity.learning.course_failed': 0,
  'activity.learning.course_withdrawn': 0,
  'activity.learning.lesson_started': 0.5,
  'activity.learning.lesson_completed': 3,
  'activity.learning.content_viewed': 0.2,
  'activity.learning.quiz_attempted': 2,
  'activity.learning.assessment_submitted': 4,
  'activity.learning.test_started': 0.5,
  'activity.learning.test_passed': 5,
  'activity.learning.test_failed': 1,
  'activity.learning.certificate_issued': 2,
  'activity.work.*': 2,
  'activity.work.started': 1,
  'activity.work.completed': 10,
  'activity.work.task_created': 1,
  'activity.work.task_started': 1,
  'activity.work.task_completed': 5,
  'activity.work.task_failed': 0,
  'activity.work.artifact_created': 5,
  'activity.work.artifact_updated': 2,
  'activity.work.evidence_added': 3,
  'activity.work.submitted': 4,
  'activity.work.accepted': 5,
  'activity.work.rejected': 0,
  'activity.work.reverted': 0,
  'activity.social.*': 1,
  'activity.social.posted': 3,
  'activity.social.post_created': 3,
  'activity.social.commented': 2,
  'activity.social.comment_added': 2,
  'activity.social.reacted': 0.5,
  'activity.social.forum_visited': 0.2,
  'activity.social.collaborated': 2,
  'activity.social.peer_review_requested': 1,
  'activity.social.peer_review_submitted': 5,
  'activity.social.message_sent': 0.5,
  'activity.social.meeting_attended': 3,
  'activity.economic.*': 0.5,
  'activity.economic.earned': 1,
  'activity.economic.spent': 0.5,
  'activity.economic.token_earned': 1,
  'activity.economic.token_spent': 0.5,
  'activity.economic.payment_received': 1,
  'activity.economic.payment_failed': 0,
  'activity.economic.payment_refunded': 0,
  'activity.system.*': 0,
  'activity.system.user_registered': 0,
  'activity.system.user_logged_in': 0,
  'activity.system.user_logged_out': 0,
  'activity.system.login_failed': 0,
  'activity.system.streak_frozen': 0,
  'activity.system.error_occurred': 0,
  'activity.system.alert_triggered': 0,
};

/** Weights and sums are whole thousandths. */
const PARTS = 1_000;

const known = new WeakMap<Weights, Map<string, number>>();

/**
 * The weight of a type: its own entry, else that of the longest matching pattern (of equally long
 * ones the first in text order), else 0. Remembered per configuration, because matching every
 * pattern for every event cost more than the rest of the fold.
 */
export function weightOf(weights: Weights, eventType: string): number {
  let cache = known.get(weights);
  if (cache === undefined) {
    cache = new Map();
    known.set(weights, cache);
  }
  let weight = cache.get(eventType);
  if (weight === undefined) {
    weight = findWeight(weights, eventType);
    cache.set(eventType, weight);
  }
  return weight;
}

function findWeight(weights: Weights, eventType: string): number {
  const own = Object.hasOwn(weights, eventType) ? weights[eventType] : undefined;
  if (own !== undefined) return own;
  const [best] = Object.keys(weights)
    .filter((pattern) => topicMatches(pattern, eventType))
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  return best === undefined ? 0 : (weights[best] ?? 0);
}

/**
 * An exact sum: 0.1 added ten times is 1, in any order. Rounding to whole thousandths after each
 * step gives the double nearest to the decimal sum, so an independent recomputation that adds
 * integers and divides once gets the very same number (up to 2^43 points).
 */
export function addScore(score: number, weight: number): number {
  return Math.round((score + weight) * PARTS) / PARTS;
}
