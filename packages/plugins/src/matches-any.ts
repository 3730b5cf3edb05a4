import { topicMatches } from '@activity-hub/contracts/topic';

const known = new WeakMap<readonly string[], Map<string, boolean>>();

/** Whether a type is covered by one of the patterns. Remembered per list: it is asked for every event. */
export function matchesAny(patterns: readonly string[], eventType: string): boolean {
  let answers = known.get(patterns);
  if (answers === undefined) {
    answers = new Map();
    known.set(patterns, answers);
  }
  let answer = answers.get(eventType);
  if (answer === undefined) {
    answer = patterns.some((pattern) => topicMatches(pattern, eventType));
    answers.set(eventType, answer);
  }
  return answer;
}
