import { eventTypeOf, eventTypes } from '@activity-hub/contracts/event-types/catalog';
import { sourceProfileOf } from '@activity-hub/contracts/sources/catalog';
import type { SegmentMapping } from '@activity-hub/contracts/sources/source-profile';
import { canonicalEventType } from '@activity-hub/contracts/topic';

const withoutProfile: SegmentMapping = { events: {}, family: 'learning' };
const dotted = /^(activity\.)?[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$/;
const maxNameLength = 200;

/** "Lesson Completed", "lessonCompleted" and "lesson-completed" are the same name to people. */
function snakeCase(name: string): string {
  return name
    .slice(0, maxNameLength)
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
}

/** Types of producers by their last part; those that two families share are in no single one. */
const byLastPart: ReadonlyMap<string, string | undefined> = new Map(
  Object.entries(
    Object.groupBy(
      eventTypes.filter((type) => type.origin === 'producer'),
      (type) => type.event_type.slice(type.event_type.lastIndexOf('.') + 1),
    ),
  ).map(([name, types]) => [name, types?.length === 1 ? types[0]?.event_type : undefined]),
);

/**
 * The event type of the name of a `track` call: a name that is a type already is taken as it is, then the
 * mapping of the source counts, then the source's own family, then the one type of the catalogue that
 * ends like it. What is left gets the family of the source, and the policy for unknown types decides.
 * @returns undefined when there is nothing in the name
 */
export function eventTypeOfTrack(name: string, source: string | null): string | undefined {
  if (dotted.test(name)) return canonicalEventType(name);
  const snake = snakeCase(name);
  if (snake === '') return undefined;
  const mapping = (source === null ? undefined : sourceProfileOf(source)?.segment) ?? withoutProfile;
  const mapped = Object.hasOwn(mapping.events, snake) ? mapping.events[snake] : undefined;
  if (mapped !== undefined) return mapped;
  const own = `activity.${mapping.family}.${snake}`;
  return eventTypeOf(own) === undefined ? (byLastPart.get(snake) ?? own) : own;
}
