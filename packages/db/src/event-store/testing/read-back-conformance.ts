import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { EventStore } from '../event-store.ts';
import { eventFixture } from './event-fixtures.ts';
import { placeOf } from './place-of.ts';

/** Nothing that an event may hold comes back changed, whichever way it is read. */
export function readBackConformance(store: () => EventStore): void {
  it('reads every text, null and instant back from a lane as it gets it by id', async () => {
    const user_id = randomUUID();
    const texts = ['"', '\\', '\\"],[', '\u001f\n\t\u007f', '\u2028 ё 🙂', 'null', '', '{}', "'"];
    const instants = ['00', '00.1', '00.12', '00.123', '00.1234', '00.123456', '00.000001'];
    const events = Array.from({ length: 70 }, (_, at) => {
      const text = texts[at % texts.length] ?? '';
      const instant = `2026-11-20T10:00:${instants[at % instants.length]}Z`;
      const id = at % 2 === 0 ? null : randomUUID();
      return eventFixture({
        user_id,
        event_type: text,
        event_version: text,
        source_system: text,
        time_zone: text,
        session_id: id,
        causation_id: id,
        correlation_id: at % 3 === 0 ? null : text,
        timestamp: instant,
        received_at: instant,
        sent_at: at % 5 === 0 ? null : instant,
        payload: JSON.stringify({ [text]: [text, null, 1.5] }),
        metadata: JSON.stringify({ text }),
        context: JSON.stringify({ [text]: text }),
      });
    });
    const first = placeOf((await store().append(events))[0]);
    const read = await store().readLane(first.lane, first.offset - 1, events.length);
    expect(read.map(({ offset }) => offset)).toEqual(events.map((_, at) => first.offset + at));
    expect(read.map(({ event }) => event)).toEqual(
      await Promise.all(events.map(({ event_id }) => store().get(event_id))),
    );
    expect(read.map(({ event }) => event.correlation_id)).toEqual(events.map((event) => event.correlation_id));
    expect(read.map(({ event }) => event.event_type)).toEqual(events.map((event) => event.event_type));
  });
}
