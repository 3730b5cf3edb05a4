import { isWorkFailure } from '@activity-hub/contracts/activity/is-work-failure';
import type { HeldTrace, WorkEntry, WorkStatus } from '@activity-hub/contracts/activity/work-trace';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import { withArtifact } from './artifacts.ts';
import { withEvidence } from './evidence.ts';
import { gapsOf } from './gaps.ts';
import { metricsOf } from './metrics.ts';
import { textIn } from './payload-field.ts';
import { workKeyOf } from './work-key.ts';
import { isEnd, statusAfter } from './work-status.ts';

type StatusChanges = HeldTrace['statuses'];

/** A state may hold 1 MiB; with these bounds the longest possible trace has about 0.9. */
const MAX_LISTED = 200;
const MAX_STATUSES = 50;
const MAX_USERS = 100;

/** A trace of nothing. Its name and its times come with the first event. */
export const emptyTrace: HeldTrace = {
  work_id: '',
  parent_work_id: null,
  project: null,
  kind: null,
  status: 'active',
  version: 0,
  started_at: '',
  last_event_at: '',
  ended_at: null,
  user_ids: [],
  counts: { events: 0, artifacts: 0, evidence: 0, metrics: 0, failed: 0 },
  gaps: [],
  statuses: [],
  submission: null,
  late_events: 0,
  artifacts: [],
  evidence: [],
  metrics: [],
  entries: [],
};

/** The trace with the event that comes next in order of occurrence. */
export function withEvent(trace: HeldTrace, event: RecordedEvent, maxEntries: number): HeldTrace {
  const { event_id, event_type, user_id, timestamp, payload } = event;
  const status = statusAfter(trace.status, event_type);
  const isFirstEnd = trace.version === 0 && status === 'completed';
  const entries = isFirstEnd ? withLateMarks(trace.entries, event) : trace.entries;
  const late = isFirstEnd ? entries.filter((entry) => entry.late).length : 0;
  return withOutcome(trace, event, {
    ...trace,
    work_id: workKeyOf(event) ?? trace.work_id,
    parent_work_id: textIn(payload, 'parent_work_id') ?? trace.parent_work_id,
    project: textIn(payload, 'project') ?? trace.project,
    kind: event_type.startsWith('activity.work.') ? (textIn(payload, 'kind') ?? trace.kind) : trace.kind,
    status,
    version: versionAfter(trace, event, status, late),
    started_at: trace.counts.events === 0 ? timestamp : trace.started_at,
    last_event_at: timestamp,
    ended_at: endedAt(trace, status, timestamp),
    user_ids: withUser(trace.user_ids, user_id),
    statuses: withStatus(trace, status, event),
    submission: event_type === 'activity.work.submitted' ? { event_id, at: timestamp } : trace.submission,
    late_events: trace.late_events + late,
    entries: [...entries, entryOf(event)].slice(-maxEntries),
  });
}

/** What came out of the work, and what is missing. */
function withOutcome(before: HeldTrace, event: RecordedEvent, trace: HeldTrace): HeldTrace {
  const artifacts = withArtifact(before.artifacts, event);
  const evidence = withEvidence(before.evidence, artifacts, event);
  const metrics = metricsOf(event);
  const { counts } = before;
  const grown: HeldTrace = {
    ...trace,
    artifacts: newest(artifacts),
    evidence: newest(evidence),
    metrics: newest([...before.metrics, ...metrics]),
    counts: {
      events: counts.events + 1,
      artifacts: counts.artifacts + artifacts.length - before.artifacts.length,
      evidence: counts.evidence + evidence.length - before.evidence.length,
      metrics: counts.metrics + metrics.length,
      failed: counts.failed + Number(isWorkFailure(event.event_type)),
    },
  };
  const sameProof = artifacts === before.artifacts && evidence === before.evidence;
  return sameProof && trace.submission === before.submission ? grown : { ...grown, gaps: gapsOf(grown) };
}

/**
 * 1 with the first completion, and one more for each event that comes late or after it: whoever holds an issued
 * trace can tell that it is not the last word. Rewards follow from a work and are no part of it.
 */
function versionAfter({ version }: HeldTrace, event: RecordedEvent, status: WorkStatus, late: number): number {
  if (version === 0) return status === 'completed' ? 1 + late : 0;
  return event.event_type.startsWith('activity.economic.') ? version : version + 1;
}

/** Late is what happened before the completion and was recorded after it. */
function withLateMarks(entries: readonly WorkEntry[], completion: RecordedEvent): readonly WorkEntry[] {
  return entries.map((entry) => (entry.recorded_at > completion.recorded_at ? { ...entry, late: true } : entry));
}

function endedAt({ status: before, ended_at }: HeldTrace, status: WorkStatus, timestamp: string): string | null {
  if (!isEnd(status)) return null;
  return status === before ? ended_at : timestamp;
}

function withUser(users: string[], userId: string | null): string[] {
  return userId === null || users.length >= MAX_USERS || users.includes(userId) ? users : [...users, userId];
}

function withStatus({ status: before, statuses }: HeldTrace, status: WorkStatus, event: RecordedEvent): StatusChanges {
  if (status === before) return statuses;
  return [...statuses, { status, at: event.timestamp, event_id: event.event_id }].slice(-MAX_STATUSES);
}

function entryOf({ event_id, event_type, user_id, timestamp, recorded_at }: RecordedEvent): WorkEntry {
  return { event_id, event_type, user_id, at: timestamp, recorded_at, late: false };
}

const newest = <Item>(items: readonly Item[]): Item[] => items.slice(-MAX_LISTED);
