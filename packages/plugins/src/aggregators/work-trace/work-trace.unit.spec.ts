import { type HeldTrace, heldTrace } from '@activity-hub/contracts/activity/work-trace';
import type { JsonObject, RecordedEvent } from '@activity-hub/contracts/event';
import { eventTypeOf } from '@activity-hub/contracts/event-types/catalog';
import { foldGroup } from '@activity-hub/contracts/plugin/fold-group';
import { aggregatorConformance } from '@activity-hub/contracts/plugin/testing/aggregator-conformance';
import { givenAggregator } from '@activity-hub/contracts/plugin/testing/given-when-then';
import { recordedEventFixture } from '@activity-hub/contracts/plugin/testing/recorded-event-fixture';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { workTrace } from './work-trace.ts';

const reviewer = '0a1b2c3d-0000-4000-8000-000000000007';
const at = (minute: number): string => new Date(Date.UTC(2026, 4, 4, 10, minute)).toISOString();

/** An event of the work `w`, at a minute; recorded then, unless it came late. */
function told(type: string, minute: number, payload: JsonObject = {}, more: Partial<RecordedEvent> = {}) {
  return recordedEventFixture({
    event_type: `activity.${type}`,
    timestamp: at(minute),
    recorded_at: at(minute),
    payload: { work_id: 'w', ...payload },
    ...more,
  });
}

const started = told('work.started', 0, { project: 'guide', kind: 'research', parent_work_id: 'whole' });
const report = told('work.artifact_created', 1, {
  artifact_id: 'report',
  artifact_type: 'document',
  digest: 'sha256:1',
});
const proof = told('work.evidence_added', 2, { evidence_id: 'proof', artifact_id: 'report', uri: 'https://x.example' });
const submitted = told('work.submitted', 3);
const reviewed = told('social.peer_review_submitted', 4, { score: 4.5 }, { user_id: reviewer });
const completed = told('work.completed', 5, { quality: 0.9, metrics: { pages: 12, note: 'none' } });
const rewarded = told('economic.token_earned', 6, { amount: '45.5' });
const story = [started, report, proof, submitted, reviewed, completed, rewarded];

const names = (derived: readonly { event_type: string; subject: string; payload: JsonObject }[]): string[] =>
  derived.map(({ event_type, subject, payload }) =>
    [event_type.slice(15), subject, payload['status'] as string].join(' '),
  );
const stateAfter = (...events: readonly RecordedEvent[]): HeldTrace => givenAggregator(workTrace).when(...events).state;

describe('work-trace', () => {
  const other = told('work.artifact_updated', 9, { work_id: 'other' });
  const ofSession = told('work.task_started', 8, { work_id: null, task_id: 't' }, { session_id: reviewer });
  for (const { name, run } of aggregatorConformance(workTrace, [...story, other, ofSession])) test(name, run);

  test('joins a work from its beginning to its reward', () => {
    const { state, derived } = givenAggregator(workTrace).when(...story);
    expect(heldTrace.parse(state)).toEqual(state);
    expect(state).toMatchObject({
      work_id: 'w',
      parent_work_id: 'whole',
      project: 'guide',
      kind: 'research',
      status: 'completed',
      version: 1,
      started_at: at(0),
      last_event_at: at(6),
      ended_at: at(5),
      user_ids: [started.user_id, reviewer],
      counts: { events: 7, artifacts: 1, evidence: 1, metrics: 4, failed: 0 },
      gaps: [],
      late_events: 0,
    });
    expect(state.statuses.map((change) => change.status)).toEqual(['started', 'submitted', 'completed']);
    expect(state.artifacts).toMatchObject([{ artifact_id: 'report', digest: 'sha256:1', event_id: report.event_id }]);
    expect(state.evidence).toMatchObject([{ evidence_id: 'proof', artifact_id: 'report', has_uri: true }]);
    expect(state.metrics.map(({ metric, value }) => [metric, value])).toEqual([
      ['review_score', 4.5],
      ['quality', 0.9],
      ['pages', 12],
      ['tokens_earned', 45.5],
    ]);
    expect(state.entries.map((entry) => entry.event_id)).toEqual(story.map((event) => event.event_id));
    expect(names(derived)).toEqual(['issued 1:6 completed']);
    expect(JSON.stringify(state)).not.toContain('x.example');
  });

  test('derives payloads that fit the catalogue', () => {
    const { derived } = givenAggregator(workTrace, story).when(told('work.reverted', 9, { reverts_work_id: 'w' }));
    const issues = [...givenAggregator(workTrace).when(...story).derived, ...derived];
    expect(names(issues)).toEqual(['issued 1:6 completed', 'reissued 2:8 reverted']);
    for (const { event_type, payload } of issues)
      expect(eventTypeOf(event_type)?.payload.safeParse(payload).error?.issues ?? []).toEqual([]);
  });

  test('what comes after the completion reissues it, or reopens it until its next end', () => {
    const scenario = givenAggregator(workTrace, story);
    const added = told('work.evidence_added', 10, { evidence_id: 'more' });
    expect(names(scenario.when(added).derived)).toEqual(['reissued 2:8 completed']);
    const { state, derived } = scenario.when(told('work.artifact_updated', 11, { artifact_id: 'report' }));
    expect([state.status, state.version, state.ended_at, derived]).toEqual(['reopened', 2, null, []]);
    const again = givenAggregator(workTrace, story).when(
      told('work.artifact_updated', 11, { artifact_id: 'report' }),
      told('work.completed', 12),
    );
    expect(names(again.derived)).toEqual(['reissued 3:9 completed']);
  });

  test('a late event is marked and raises the version of the issue', () => {
    const late = told('work.evidence_added', 2, { evidence_id: 'found later' }, { recorded_at: at(60) });
    const { state, derived } = givenAggregator(workTrace).when(started, report, proof, late, submitted, completed);
    expect(names(derived)).toEqual(['reissued 2:6 completed']);
    expect(state.entries.filter((entry) => entry.late).map((entry) => entry.event_id)).toEqual([late.event_id]);
    expect(state.late_events).toBe(1);
  });

  test('flags what is missing', () => {
    expect(stateAfter(started, submitted).gaps).toEqual([
      { code: 'submitted_without_artifact', artifact_id: null, event_id: submitted.event_id, at: at(3) },
    ]);
    const stray = told('work.evidence_added', 2, { evidence_id: 'e', artifact_id: 'nowhere' });
    expect(stateAfter(report, stray).gaps.map((gap) => [gap.code, gap.artifact_id])).toEqual([
      ['artifact_without_evidence', 'report'],
      ['evidence_of_unknown_artifact', 'nowhere'],
    ]);
    expect(stateAfter(report, stray, told('work.artifact_created', 3, { artifact_id: 'nowhere' }), proof).gaps).toEqual(
      [],
    );
  });

  test('evidence without a name of its own proves what caused it', () => {
    const caused = told('work.evidence_added', 2, { evidence_id: 'e' }, { causation_id: report.event_id });
    expect(stateAfter(report, caused)).toMatchObject({ evidence: [{ artifact_id: 'report' }], gaps: [] });
  });

  test.each([
    ['an event that names a work', told('learning.lesson_completed', 0), 'w'],
    [
      'work without a name, of a session',
      told('work.task_started', 0, { work_id: null }, { session_id: 's' }),
      'session:s',
    ],
    ['a reversal', told('work.reverted', 0, { reverts_work_id: 'before' }), 'before'],
    ['work of nobody knows what', told('work.task_started', 0, { work_id: '' }), undefined],
    ['another event of a session', told('social.posted', 0, { work_id: null }, { session_id: 's' }), undefined],
  ])('keys %s', (_what, event, key) => {
    expect(workTrace.keyOf(event)).toBe(key);
  });

  test('accepts after completing without moving the end; counts refusals', () => {
    const trace = stateAfter(started, completed, told('work.accepted', 8));
    expect([trace.status, trace.ended_at, trace.version]).toEqual(['completed', at(5), 2]);
    expect(stateAfter(submitted, told('work.rejected', 4), told('work.started', 5))).toMatchObject({
      status: 'reopened',
      ended_at: null,
      counts: { failed: 1 },
    });
  });

  test('stays within the bound of a state, whatever is sent', () => {
    const long = 'ж'.repeat(1_000);
    const events = Array.from({ length: 3_000 }, (_, index) => {
      const kind = index % 2 === 0 ? 'work.artifact_created' : 'work.evidence_added';
      const id = `${index}${long}`;
      const payload = {
        artifact_id: id,
        evidence_id: id,
        artifact_type: long,
        evidence_type: long,
        digest: long,
        quality: index,
      };
      return told(kind, index, payload);
    });
    const config = workTrace.manifest.config.parse({ entries: 2_000 });
    const window = { kind: 'all', start: '' } as const;
    const { state } = foldGroup(workTrace, config, { key: 'w', window, state: null, events, until: null });
    expect(JSON.stringify(state).length).toBeLessThan(1024 * 1024);
    expect(state).toMatchObject({ counts: { events: 3_000, artifacts: 1_500, evidence: 1_500 } });
    expect((state as HeldTrace).entries).toHaveLength(2_000);
  });
});

const someEvent = fc
  .record({
    type: fc.constantFrom(
      'work.started',
      'work.artifact_created',
      'work.evidence_added',
      'work.submitted',
      'work.completed',
      'work.reverted',
      'economic.token_earned',
    ),
    minute: fc.integer({ min: 0, max: 500 }),
    id: fc.constantFrom('a', 'b', 'c'),
    user_id: fc.constantFrom(reviewer, null),
  })
  .map(({ type, minute, id, user_id }) => told(type, minute, { artifact_id: id, evidence_id: id }, { user_id }));
const history = fc.uniqueArray(someEvent, { selector: (event) => event.event_id, minLength: 1, maxLength: 25 });

/** As the host folds it: in order of occurrence. */
function foldInOrder(events: readonly RecordedEvent[]) {
  const inOrder = events.toSorted((a, b) => (a.timestamp + a.event_id < b.timestamp + b.event_id ? -1 : 1));
  return givenAggregator(workTrace).when(...inOrder);
}

describe('any history of a work', () => {
  test('is one trace, in whatever order and batches its events come', () => {
    const twoOrders = history.chain((events) =>
      fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length }), fc.nat(25)),
    );
    fc.assert(
      fc.property(twoOrders, ([events, shuffled, cut]) => {
        const whole = foldInOrder(events);
        expect(foldInOrder(shuffled)).toEqual(whole);
        const inOrder = events.toSorted((a, b) => (a.timestamp + a.event_id < b.timestamp + b.event_id ? -1 : 1));
        const split = givenAggregator(workTrace, inOrder.slice(0, cut)).when(...inOrder.slice(cut));
        if (cut < events.length) expect(split.state).toEqual(whole.state);
      }),
    );
  });

  test('has a higher version when a late event, or one after its completion, has come', () => {
    fc.assert(
      fc.property(history, someEvent, (events, late) => {
        const before = foldInOrder(events);
        const lateAndRecordedLast = { ...late, event_id: reviewer, recorded_at: at(10_000) };
        const after = foldInOrder([...events, lateAndRecordedLast]);
        const isReward = late.event_type === 'activity.economic.token_earned';
        if (before.state.version > 0 && !isReward) expect(after.state.version).toBeGreaterThan(before.state.version);
        else expect(after.state.version).toBeGreaterThanOrEqual(before.state.version);
      }),
    );
  });

  test('names no issue twice', () => {
    fc.assert(
      fc.property(history, (events) => {
        const subjects = foldInOrder(events).derived.map((derived) => derived.subject);
        expect(new Set(subjects).size).toBe(subjects.length);
      }),
    );
  });
});
