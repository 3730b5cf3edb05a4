import { describe, expect, test } from 'vitest';
import { activityEvent } from '../event.ts';
import { eventTypeOf, eventTypes } from '../event-types/catalog.ts';
import { canonicalTopicPattern, topicMatches } from '../topic.ts';
import { sourceProfileOf, sourceProfiles } from './catalog.ts';
import { exampleEvents } from './example-events.ts';

describe('the source profiles', () => {
  test('are the eight subsystems of the mission, each found by its name', () => {
    expect(sourceProfiles.map((profile) => profile.source_system)).toEqual(
      'lms club cases ai-os tokenomics billing crm ory'.split(' '),
    );
    for (const profile of sourceProfiles) expect(sourceProfileOf(profile.source_system)).toBe(profile);
  });

  test('leave no event type of producers without a sender', () => {
    const sent = new Set(sourceProfiles.flatMap((profile) => Object.keys(profile.examples)));
    const producers = eventTypes.filter((type) => type.origin === 'producer').map((type) => type.event_type);
    expect(producers.filter((type) => !sent.has(type))).toEqual([]);
  });
});

describe.each(sourceProfiles.map((profile) => [profile.source_system, profile] as const))('%s', (_name, profile) => {
  test('has examples that are whole and fit their types', () => {
    for (const event of exampleEvents(profile)) {
      const parsed = activityEvent.parse(event);
      expect(eventTypeOf(parsed.event_type)?.payload.safeParse(parsed.payload).error).toBeUndefined();
    }
  });

  test('may publish what it sends, by canonical patterns, and not everything', () => {
    const patterns = profile.key.event_types;
    expect(patterns.map(canonicalTopicPattern)).toEqual(patterns);
    const covered = (type: string): boolean => patterns.some((pattern) => topicMatches(pattern, type));
    expect(Object.keys(profile.examples).filter((type) => !covered(type))).toEqual([]);
    expect(eventTypes.every((type) => covered(type.event_type))).toBe(false);
  });

  test('maps names of Segment to types it may publish', () => {
    for (const [name, type] of Object.entries(profile.segment.events)) {
      expect(name).toMatch(/^[a-z0-9]+(_[a-z0-9]+)*$/);
      expect(profile.key.event_types.some((pattern) => topicMatches(pattern, type))).toBe(true);
      expect(eventTypeOf(type)).toBeDefined();
    }
  });
});
