import { EVENT_TYPE_PREFIX, type Family, families } from './event.ts';

/**
 * A topic is an event type (`activity.learning.completed`). A pattern is a topic in which `*` stands
 * for exactly one segment and `**` for one or more, `**` at the end only:
 * `activity.learning.*`, `activity.*.completed`, `activity.**`, `**`.
 */
const segment = /^[a-z][a-z0-9_]{0,63}$/;

/** The canonical form: lower case is demanded, the prefix is added where it is missing. */
export function canonicalEventType(eventType: string): string {
  return eventType.startsWith(EVENT_TYPE_PREFIX) ? eventType : EVENT_TYPE_PREFIX + eventType;
}

/** The family (`learning`), or the second segment of a derived type (`streak`). */
export function categoryOf(eventType: string): string {
  return eventType.split('.')[1] ?? '';
}

export function familyOf(eventType: string): Family | undefined {
  const category = categoryOf(eventType);
  return families.find((family) => family === category);
}

/**
 * The canonical pattern, with the prefix.
 * @returns undefined when it breaks the grammar.
 */
export function canonicalTopicPattern(pattern: string): string | undefined {
  if (pattern === '**') return 'activity.**';
  const canonical = canonicalEventType(pattern);
  const parts = canonical.split('.').slice(1);
  if (parts.length === 0 || parts.length > 5) return undefined;
  const wellFormed = parts.every(
    (part, at) => part === '*' || (part === '**' && at === parts.length - 1) || segment.test(part),
  );
  return wellFormed ? canonical : undefined;
}

/** Whether a canonical event type is covered by a canonical pattern. */
export function topicMatches(pattern: string, eventType: string): boolean {
  const wanted = pattern.split('.');
  const actual = eventType.split('.');
  if (wanted.at(-1) === '**') {
    if (actual.length < wanted.length) return false;
    return wanted.slice(0, -1).every((part, at) => part === '*' || part === actual[at]);
  }
  return wanted.length === actual.length && wanted.every((part, at) => part === '*' || part === actual[at]);
}
