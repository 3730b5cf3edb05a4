import { describe, expect, test } from 'vitest';
import type { RecordedEvent } from '../../event.ts';
import type { PlainManifest } from '../plain-manifest.ts';
import type { AggregatorProgram, DetectorProgram, FoldAnswer, FoldRequest } from '../program.ts';
import type { TrialPlugin } from '../trial-run.ts';
import { programConformance } from './program-conformance.ts';
import { recordedEventFixture } from './recorded-event-fixture.ts';

/** The suite is a guard, so each demand is shown to fail on a program that breaks it. */
const manifest: PlainManifest = {
  id: 'counter',
  version: '1.0.0',
  kind: 'aggregator',
  hub: '^0.1.0',
  title: { en: 'Counter', ru: 'Счётчик' },
  description: { en: 'Counts events.', ru: 'Считает события.' },
  topics: ['activity.learning.**'],
  scope: 'stream',
  windows: ['all', 'daily'],
  order: 'any',
  emits: ['activity.milestone.reached'],
};

const history = [1, 2, 3, 4].map((hour) =>
  recordedEventFixture({ timestamp: `2026-05-04T0${hour}:00:00.000Z`, payload: { n: hour } }),
);

const keysOf = (events: readonly RecordedEvent[]) => ({ keys: events.map((event) => event.user_id), faults: [] });

function counted({ state, events }: FoldRequest): FoldAnswer {
  const before = Number(state?.['events'] ?? 0);
  const steps = events.map((_, index) => ({
    index,
    deadline: null,
    derived: [{ event_type: 'activity.milestone.reached', subject: `${before + index + 1}`, payload: {} }],
    metrics: [],
  }));
  const next = { events: before + events.length };
  return {
    state: next,
    view: null,
    deadline: null,
    folded: events.length,
    fired: null,
    latest: events.length - 1,
    steps,
    faults: [],
  };
}

const counter: AggregatorProgram = {
  deadlines: false,
  keysOf,
  fold: (requests) => requests.map(counted),
};

async function failures(plugin: TrialPlugin, another = plugin): Promise<string[]> {
  const failed: string[] = [];
  for (const { name, run } of programConformance(plugin, history, another)) await run().catch(() => failed.push(name));
  return failed;
}

describe('aggregators', () => {
  const broken = (program: Partial<AggregatorProgram>, given: Partial<PlainManifest> = {}): Promise<string[]> =>
    failures({ kind: 'aggregator', manifest: { ...manifest, ...given }, program: { ...counter, ...program } });
  const folds = (change: (answer: FoldAnswer, request: FoldRequest) => FoldAnswer): Partial<AggregatorProgram> => ({
    fold: (requests) => requests.map((request) => change(counted(request), request)),
  });
  let calls = 0;

  test('a well-behaved one passes', async () => expect(await broken({})).toEqual([]));
  test('a manifest without a title', async () =>
    expect(await broken({}, { title: { en: '', ru: '' } })).toEqual(['has a valid manifest']));
  test('no interest', async () =>
    expect(await broken({ keysOf: (events) => ({ keys: events.map(() => null), faults: [] }) })).toContain(
      'takes an interest in the sample history',
    ));
  test('a state that is changed in place, and so never changes', async () =>
    expect(await broken(folds((answer) => ({ ...answer, state: null, folded: 0, latest: -1, steps: [] })))).toEqual([
      'takes an interest in the sample history',
    ]));
  test('a hidden memory', async () =>
    expect(await broken(folds((answer) => ({ ...answer, state: { events: ++calls } })))).toContain(
      'yields the same in two runs',
    ));
  test('a memory that is full after the first run', async () => {
    const seen = new Set<unknown>();
    const unseen = (event: RecordedEvent): boolean =>
      !seen.has(event.event_id) && seen.add(event.event_id) !== undefined;
    const fold = folds((answer, { events, state, window }) => {
      const before = Number(state?.['events'] ?? 0);
      return window.kind === 'all' ? { ...answer, state: { events: before + events.filter(unseen).length } } : answer;
    });
    expect(await broken(fold)).toContain('yields the same in two runs');
  });
  test('what another process was given at its start', async () => {
    const started = (at: number): TrialPlugin => ({
      kind: 'aggregator',
      manifest,
      program: { ...counter, ...folds((answer) => ({ ...answer, state: { ...answer.state, at } })) },
    });
    expect(await failures(started(1), started(1))).toEqual([]);
    expect(await failures(started(1), started(2))).toEqual(['yields the same in two runs']);
  });
  test('a state that depends on the batch', async () =>
    expect(await broken(folds((answer, { events }) => ({ ...answer, state: { events: events.length } })))).toEqual([
      'does not depend on batches',
    ]));
  test('a failure', async () =>
    expect(await broken(folds((answer) => ({ ...answer, faults: [{ index: 0, reason: 'no' }] })))).toContain(
      'fails at no event of the sample history',
    ));
  test('a key that changes', async () =>
    expect(await broken({ keysOf: (events) => ({ keys: events.map(() => `${++calls}`), faults: [] }) })).toContain(
      'has a stable key',
    ));
  test('a number JSON does not know', async () =>
    expect(await broken(folds((answer) => ({ ...answer, state: { events: Number.NaN } })))).toContain(
      'answers with JSON only',
    ));
  test('an undeclared type', async () =>
    expect(await broken({}, { emits: [] })).toEqual(['derives only the types it declares']));
  test('one name twice', async () =>
    expect(
      await broken(
        folds((answer) => ({
          ...answer,
          steps: answer.steps.map((step) => ({ ...step, derived: step.derived.flatMap((each) => [each, each]) })),
        })),
      ),
    ).toEqual(['names no derived event of one change twice']));
  test('more than outlines, read by one that says it reads no more', async () => {
    const fold = folds((answer, { state, events }) => ({
      ...answer,
      state: { events: events.reduce((sum, each) => sum + each.source_system.length, Number(state?.['events'] ?? 0)) },
    }));
    expect(await broken({}, { reads: 'outline' })).toEqual([]);
    expect(await broken(fold, { reads: 'outline' })).toContain('reads outlines only');
  });
  test('the last event, said to be indifferent to order', async () => {
    const last = folds((answer, { events }) => ({
      ...answer,
      state: { ...answer.state, n: events.at(-1)?.payload['n'] ?? null },
    }));
    expect(await broken(last)).toEqual(['does not depend on the order of events']);
    expect(await broken(last, { order: 'occurred' })).toEqual([]);
  });
  test('a deadline that never ends', async () => {
    const again = folds((answer, { state, events, until }) => {
      const fired =
        until === null ? [] : [{ index: -1, deadline: '2026-05-05T00:00:00.000Z', metrics: [], derived: [] }];
      const derived = [{ event_type: 'activity.milestone.reached', subject: 'quiet', payload: {} }];
      return {
        ...answer,
        state: events.length > 0 ? answer.state : state,
        deadline: '2026-05-05T00:00:00.000Z',
        steps: [...answer.steps, ...fired.map((step) => ({ ...step, derived }))],
      };
    });
    expect(await broken({ ...again, deadlines: true })).toContain('asks for each deadline once');
  });
});

describe('detectors', () => {
  const finding = { kind: 'k', severity: 'low' as const, subject: 's', score: 1, evidence: { n: 1 }, event_ids: [] };
  const broken = (change: Partial<typeof finding> | null): Promise<string[]> => {
    const program: DetectorProgram = {
      keysOf,
      inspect: (requests) =>
        requests.map(({ events }) => ({
          state: {},
          findings: change === null ? [] : events.map((_, index) => ({ ...finding, ...change, index })),
          faults: [],
        })),
    };
    const own = { ...manifest, kind: 'detector' as const, windows: [] };
    return failures({ kind: 'detector', manifest: own, program });
  };

  test('a well-behaved one passes', async () => expect(await broken({})).toEqual([]));
  test('a silent one', async () => expect(await broken(null)).toEqual(['finds something in the sample history']));
  test('a finding without evidence', async () =>
    expect(await broken({ evidence: {} as never })).toEqual(['explains every finding']));
  test('an event nobody has seen', async () =>
    expect(await broken({ event_ids: ['x'] as never[] })).toEqual([
      'names at most 50 events, and only events it has seen',
    ]));
});
