import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalFormOf, canonicalJson } from './canonical-form.ts';

const fields = {
  event_id: 'ab07f6fe-87f6-5f58-8299-388c36ad30a4',
  event_type: 'activity.learning.completed',
  event_version: '1.0.0',
  timestamp: '2026-11-23T10:00:00.000Z',
  source_system: 'lms',
};

describe('canonicalFormOf', () => {
  it('is the RFC 8785 form of the fields', () => {
    const text = fc.option(fc.string({ unit: 'grapheme' }), { nil: null });
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        text,
        text,
        text,
        text,
        (payload, user, session, cause, correlation) => {
          const optional = { user_id: user, session_id: session, causation_id: cause, correlation_id: correlation };
          const form = canonicalFormOf({
            ...fields,
            ...optional,
            payloadJson: canonicalJson(payload),
            metadataJson: '{}',
          });
          const present = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== null));
          expect(form).toBe(canonicalJson({ ...fields, ...present, payload, metadata: {} }));
        },
      ),
    );
  });

  it('does not tell null from absent', () => {
    const json = { payloadJson: '{}', metadataJson: '{}' };
    expect(canonicalFormOf({ ...fields, ...json, user_id: null })).toBe(canonicalFormOf({ ...fields, ...json }));
  });
});

describe('canonicalJson', () => {
  it('sorts keys and writes numbers in their shortest form', () => {
    expect(canonicalJson({ b: 1.0, a: [1e21, 'é'] })).toBe('{"a":[1e+21,"é"],"b":1}');
  });

  it('refuses what JSON cannot carry', () => {
    expect(() => canonicalJson({ a: Number.NaN })).toThrow();
    expect(() => canonicalJson('\ud800')).toThrow();
    expect(() => canonicalJson(undefined)).toThrow();
  });
});
