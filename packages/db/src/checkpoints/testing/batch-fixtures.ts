import { randomUUID } from 'node:crypto';
import type { CaseFinding, ConsumerStore, FinishedBatch, ProcessorRef, StateRow } from '../consumer-store.ts';

/** A processor of its own for every test, with its checkpoints made. */
export async function newProcessor(store: Pick<ConsumerStore, 'checkpoints'>): Promise<ProcessorRef> {
  const ref = { processor: `spec-${randomUUID()}`, version: '1.0.0' };
  await store.checkpoints(ref);
  return ref;
}

export function finishedBatch(ref: ProcessorRef, given: Partial<FinishedBatch> = {}): FinishedBatch {
  return {
    ...ref,
    lane: 3,
    from: 0,
    to: 5,
    derives_after: 0,
    complete_through: null,
    states: [],
    gone: [],
    findings: [],
    metrics: [],
    resets: [],
    derived: [],
    faults: [],
    inbox: [],
    ...given,
  };
}

export function stateRow(given: Partial<StateRow> = {}): StateRow {
  return {
    key: randomUUID(),
    window_kind: 'daily',
    window_start: '2026-11-20',
    lane: 3,
    user_id: null,
    state: '{"n": 1}',
    view: null,
    deadline_at: null,
    last_event_id: null,
    last_occurred_at: null,
    last_recorded_at: null,
    time_zone: 'UTC',
    correlation_id: null,
    causation_depth: 0,
    fired_until: null,
    ...given,
  };
}

export function caseFinding(given: Partial<CaseFinding> = {}): CaseFinding {
  return {
    case_id: randomUUID(),
    kind: 'overactivity',
    key: 'someone',
    user_id: null,
    severity: 'medium',
    score: 1,
    seen_at: '2026-11-20T10:00:00.000Z',
    evidence: '{"seen": 1}',
    event_ids: [randomUUID()],
    ...given,
  };
}
