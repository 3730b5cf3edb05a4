import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateEnvelope } from '../validate-envelope.ts';
import type { Adapted } from './adapter.ts';
import { adapters } from './adapter-of.ts';

const formats = Object.entries(adapters);
const seeds: Readonly<Record<string, Record<string, unknown>>> = {
  cloudevents: { specversion: '1.0', id: '1', source: '/lms', type: 'learning.started', data: {} },
  xapi: {
    actor: { mbox: 'mailto:ann@example.org' },
    verb: { id: 'http://adlnet.gov/expapi/verbs/completed' },
    object: { id: 'https://lms.example/lesson-1' },
  },
  segment: { type: 'track', event: 'Lesson Completed', userId: 'ann', properties: { lesson_id: 'l' } },
  ory: { event: 'login.after', flow_id: 'f' },
};

function isAnswer(answer: Adapted): boolean {
  return 'fault' in answer ? answer.fault.detail.length > 10 : typeof answer.event['event_id'] === 'string';
}

describe.each(formats)('%s', (format, make) => {
  const adapt = make({ source: null });
  const seed = seeds[format] ?? {};
  /** A good one with some of its members, at any depth of two, replaced by anything. */
  const disturbed = fc
    .tuple(
      fc.dictionary(
        fc.constantFrom(...Object.keys(seed), 'context', 'result', 'traits', 'userid', 'time'),
        fc.jsonValue(),
      ),
      fc.constantFrom(...Object.keys(seed)),
      fc.dictionary(
        fc.constantFrom('id', 'objectType', 'account', 'definition', 'score', 'extensions'),
        fc.jsonValue(),
      ),
    )
    .map(([members, name, inner]) => ({ ...seed, ...members, ...(name in members ? {} : { [name]: inner }) }));

  it('answers anything with an event or a fault, and the same again', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), disturbed, fc.dictionary(fc.string(), fc.jsonValue())), (value) => {
        const before = JSON.stringify(value);
        const answer = adapt(value);
        expect(isAnswer(answer)).toBe(true);
        // As JSON: a zero keeps its sign in memory and loses it in the text.
        expect(JSON.stringify(adapt(JSON.parse(before)))).toBe(JSON.stringify(answer));
        expect(JSON.stringify(value)).toBe(before);
      }),
      { numRuns: 1_000 },
    );
  });

  it('makes a good one into an event of the base schema', () => {
    const answer = adapt(seed);
    if ('fault' in answer) throw new Error(answer.fault.detail);
    expect(validateEnvelope({ timestamp: '2026-11-23T10:00:00Z', ...answer.event })).toEqual({
      event: { timestamp: '2026-11-23T10:00:00Z', ...answer.event },
    });
  });

  it('leaves the source to the key, or finds one', () => {
    const own = make({ source: 'school' })(seed);
    expect('event' in own ? own.event['source_system'] : own.fault).toBe('school');
    const found = adapt(seed);
    expect('event' in found ? found.event['source_system'] : found.fault).toMatch(/^(lms|segment|ory)$/);
  });
});
