import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { RecordedEvent } from '../../event.ts';
import type { Aggregator, DeadlineAware } from '../aggregator.ts';
import type { Detector } from '../detector.ts';
import { manifestFaults } from '../manifest-faults.ts';
import { pluginFaultSentence } from '../plugin-fault.ts';
import { aggregatorConformance } from './aggregator-conformance.ts';
import type { ConformanceCheck } from './conformance-check.ts';
import { detectorConformance } from './detector-conformance.ts';
import { recordedEventFixture } from './recorded-event-fixture.ts';

/** The kit is a guard, so each demand is shown to fail on a plugin that breaks it. */
type Tally = { readonly events: number };

const counter: Aggregator<{ step: number }, Tally> & DeadlineAware<{ step: number }, Tally> = {
  manifest: {
    id: 'counter',
    version: '1.0.0',
    kind: 'aggregator',
    hub: '^0.1.0',
    title: { en: 'Counter', ru: 'Счётчик' },
    description: { en: 'Counts events.', ru: 'Считает события.' },
    config: z.strictObject({ step: z.int().default(1) }),
    topics: ['activity.learning.**'],
    scope: 'stream',
    windows: ['all', 'daily'],
    emits: ['activity.milestone.reached'],
  },
  keyOf: (event) => event.user_id ?? undefined,
  initialState: () => ({ events: 0 }),
  apply: (state, _event, { step }) => ({ events: state.events + step }),
  emit: (_previous, next) => ({
    view: { events: next.events },
    derived: [{ event_type: 'activity.milestone.reached', subject: `${next.events}`, payload: { milestone: 'count' } }],
  }),
  deadlineOf: () => undefined,
  onDeadline: (state) => state,
};

const alarm: Detector<unknown, Tally> = {
  manifest: { ...counter.manifest, id: 'alarm', kind: 'detector', windows: [], config: z.strictObject({}) },
  keyOf: (event) => event.user_id ?? undefined,
  inspect: (previous, { event }) => ({
    next: { events: (previous?.events ?? 0) + 1 },
    findings: [
      { kind: 'alarm', severity: 'low', subject: 's', score: 1, evidence: { n: 1 }, event_ids: [event.event_id] },
    ],
  }),
};

const history = [1, 2, 3].map((hour) => recordedEventFixture({ timestamp: `2026-05-04T0${hour}:00:00.000Z` }));

function failuresOf(checks: readonly ConformanceCheck[]): string[] {
  return checks.filter((check) => throws(check.run)).map((check) => check.name);
}

function throws(run: () => void): boolean {
  try {
    run();
    return false;
  } catch {
    return true;
  }
}

describe('aggregator conformance', () => {
  const failures = (broken: Partial<typeof counter>, events = history): string[] =>
    failuresOf(aggregatorConformance({ ...counter, ...broken }, events));
  let calls = 0;

  test('a well-behaved aggregator passes', () => expect(failures({})).toEqual([]));
  test('no interest in the history', () =>
    expect(failures({ keyOf: () => undefined })).toContain('takes an interest in the sample history'));
  test('a hidden counter', () =>
    expect(failures({ apply: () => ({ events: ++calls }) })).toContain('yields the same in two runs'));
  test('a changed state', () => {
    const apply = (state: Tally): Tally => Object.assign(state, { events: state.events + 1 });
    expect(failures({ apply })).toContain('never changes what it was given');
  });
  test('a state that JSON loses', () =>
    expect(failures({ apply: () => ({ events: Number.NaN }) })).toContain('has a state and a view that survive JSON'));
  test('an undeclared derived event', () => {
    const derived = [{ event_type: 'activity.streak.started', subject: 'x', payload: {} }];
    expect(failures({ emit: () => ({ derived }) })).toContain('derives only the types it declares');
  });
  test('two derived events of one name', () => {
    const one = { event_type: 'activity.milestone.reached', subject: 'x', payload: {} };
    expect(failures({ emit: () => ({ derived: [one, one] }) })).toContain('names no derived event of one change twice');
  });
  test('a state that follows the order of events it did not ask for', () => {
    const name = 'ends in the same state for every order of events it does not ask for';
    const apply = (state: Tally, event: RecordedEvent): Tally => ({
      events: state.events * 2 + event.timestamp.charCodeAt(12),
    });
    expect(failures({ apply })).toEqual([name]);
    expect(failures({ apply, manifest: { ...counter.manifest, order: 'occurred' } })).toEqual([]);
  });
  test('an event that is said to have no bearing and has one', () => {
    const manifest = { ...counter.manifest, order: 'occurred' as const };
    const apply = (state: Tally, event: RecordedEvent): Tally =>
      state.events === 0 || event.timestamp >= '2026-05-04T02' ? { events: state.events + 1 } : state;
    expect(failures({ manifest, apply })).toEqual(['gives the same state back only for an event without bearing']);
  });
  test('more than outlines, read by one that says it reads no more', () => {
    const manifest = { ...counter.manifest, reads: 'outline' as const };
    const apply = (state: Tally, event: RecordedEvent): Tally => ({
      events: state.events + event.source_system.length,
    });
    expect(failures({ manifest })).toEqual([]);
    expect(failures({ manifest, apply })).toEqual(['reads of events no more than it says']);
  });
  test('a huge state', () => {
    const log = 'x'.repeat(256 * 1024);
    const apply = (state: Tally): Tally & { log: string } => ({ events: state.events + 1, log });
    expect(failures({ apply })).toEqual(['keeps every state below 256 KiB of JSON']);
  });
  test('a key that changes', () => expect(failures({ keyOf: () => String(++calls) })).toContain('has a stable key'));
  test('a deadline asked for again, or in no form of an instant', () => {
    const name = 'asks for each deadline once, as an instant in UTC';
    expect(failures({ deadlineOf: () => '2026-05-05T00:00:00.000Z' })).toContain(name);
    expect(failures({ deadlineOf: () => '2026-05-05' })).toContain(name);
  });
});

describe('detector conformance', () => {
  const failures = (broken: Partial<typeof alarm>): string[] =>
    failuresOf(detectorConformance({ ...alarm, ...broken }, history));
  const finding = {
    kind: 'alarm',
    severity: 'low' as const,
    subject: 's',
    score: 1,
    evidence: { n: 1 },
    event_ids: [],
  };
  const finds = (broken: Partial<typeof finding>): Partial<typeof alarm> => ({
    inspect: () => ({ next: { events: 0 }, findings: [{ ...finding, ...broken }] }),
  });

  test('a well-behaved detector passes', () => expect(failures({})).toEqual([]));
  test('a silent detector', () =>
    expect(failures({ inspect: () => ({ next: { events: 0 }, findings: [] }) })).toEqual([
      'finds something in the sample history',
    ]));
  test('a finding without evidence, subject or a finite score', () => {
    for (const broken of [{ evidence: {} as { n: number } }, { subject: '' }, { score: Number.POSITIVE_INFINITY }]) {
      expect(failures(finds(broken))).toContain('explains every finding');
    }
  });
  test('an event nobody has seen', () =>
    expect(failures({ ...finds({ event_ids: ['x'] as never[] }) })).toEqual([
      'names at most 50 events, and only events it has seen',
    ]));
});

test('manifest faults are sentences', () => {
  const broken = {
    ...counter.manifest,
    id: 'My_Counter',
    version: '1',
    kind: 'sink' as const,
    title: { en: 'Counter', ru: '' },
    config: z.strictObject({ step: z.int() }),
    topics: ['learning.*'],
    emits: ['activity.*'],
    windows: ['yearly' as 'daily'],
  };
  expect(manifestFaults(broken, 'aggregator').map(pluginFaultSentence)).toEqual([
    'id holds "My_Counter": it must be kebab-case.',
    'version holds "1": it must be a semantic version, such as 1.0.0.',
    'kind must be "aggregator", not "sink".',
    'title must have a text in en and ru.',
    'config must accept {}: every setting needs a default.',
    'topics.0 holds "learning.*": it must be an event type or topic pattern with the prefix activity.',
    'emits.0 holds "activity.*": it must be an event type with the prefix activity, without *.',
    expect.stringMatching(/^windows\.0 holds "yearly": it must be one of all, .*, sliding:7d\/1d\.$/),
  ]);
  const empty = { ...counter.manifest, topics: [], windows: [], hub: ' ' };
  expect(manifestFaults(empty, 'aggregator').map(pluginFaultSentence)).toEqual([
    'hub must name the range of hub versions it was written for.',
    'topics must not be empty.',
    'windows must not be empty.',
  ]);
});
