import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf, decodeBody } from '../ingest/decode-body.ts';
import { sentEventFixture } from '../ingest/testing/sent-event-fixture.ts';
import { sentEventOf, sentEventsOf } from './sent-events-of.ts';
import { wireEvent } from './testing/wire-event.ts';
import type { WireEvent } from './wire-messages.ts';

/** What the pipeline sees of a sent event. */
const seen = (sent: ReturnType<typeof sentEventOf>) => ({
  value: sent.fault === undefined ? sent.value : undefined,
  keys: sent.fault === undefined ? sent.keys : undefined,
  fault: sent.fault,
});

/** Pieces that reach over the border of a text when they are put side by side. */
const piece = fc.constantFrom(
  '{}',
  '{"a":1}',
  '{"a":1,"a":2}',
  ',',
  '{},{}',
  '[1',
  '2]',
  '{},{"a":"',
  '"}',
  '"',
  ' ',
  '1e400',
  '{"__proto__":1}',
);
const json = fc.oneof(
  fc.array(piece, { maxLength: 3 }).map((parts) => parts.join('')),
  fc.json(),
);

describe('events of a gRPC message', () => {
  it('are what the same events are over REST', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), (metadata, score) => {
        const event = sentEventFixture({ metadata, payload: { lesson_id: 'l', score }, session_id: undefined });
        const decoded = decodeBody(Buffer.from(JSON.stringify(event)), 'single');
        const overRest = 'events' in decoded ? decoded.events[0] : undefined;
        const sent = sentEventOf(wireEvent(event), '');
        if (overRest === undefined) throw new Error('not decoded');
        const code = sent.fault?.code;
        expect(code).toBe(overRest.fault?.code);
        if (code === undefined) expect(seen(sent)).toEqual(seen(overRest));
        expect(JSON.parse(bytesOf(sent).toString('utf8'))).toEqual(JSON.parse(JSON.stringify(event)));
      }),
    );
  });

  it('are read together as each is read alone', () => {
    const wire = fc.record({ payload: json, metadata: json }).map(
      ({ payload, metadata }): WireEvent => ({
        event_id: 'e',
        payload: Buffer.from(payload),
        metadata: Buffer.from(metadata),
      }),
    );
    fc.assert(
      fc.property(fc.array(wire, { minLength: 2, maxLength: 4 }), (wires) => {
        const alone = wires.map((one, n) => sentEventOf(one, `/events/${n}`));
        expect(sentEventsOf(wires).map(seen)).toEqual(alone.map(seen));
      }),
      { numRuns: 2_000 },
    );
  });
});
