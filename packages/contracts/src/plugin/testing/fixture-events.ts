import { z } from 'zod';
import { markedEvent } from '../../activity/event-search.ts';
import type { RecordedEvent } from '../../event.ts';
import { compareOccurred } from '../../occurred-order.ts';
import { recordedEventFixture } from './recorded-event-fixture.ts';

/**
 * Events of a fixtures file: each names only what matters. It may be pasted as the API gives it; plugins get it without the mark.
 */
export const fixtureEvents = z.array(
  markedEvent
    .partial()
    .strict()
    .transform((pasted) => {
      const { correction: _, ...event } = pasted;
      return event;
    }),
);
type FixtureEvents = z.infer<typeof fixtureEvents>;

/** With what they leave out. */
export function recordedEvents(given: FixtureEvents): RecordedEvent[] {
  return given.map((event) => recordedEventFixture(event as Partial<RecordedEvent>));
}

/** In the order of (timestamp, event_id). */
export function eachOnce(given: FixtureEvents): readonly RecordedEvent[] {
  return [...new Map(recordedEvents(given).map((event) => [event.event_id, event])).values()].sort(compareOccurred);
}
