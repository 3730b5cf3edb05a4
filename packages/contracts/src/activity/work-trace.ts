import { z } from 'zod';
import { freshness } from './freshness.ts';

/**
 * `active`: something happened, nobody said that it began. `reopened`: work went on after it was accepted, sent
 * back, completed or reverted.
 */
export const workStatuses = [
  'active',
  'started',
  'submitted',
  'accepted',
  'rejected',
  'completed',
  'reverted',
  'reopened',
] as const;
export const workStatus = z.enum(workStatuses);
export type WorkStatus = z.infer<typeof workStatus>;

export const workGapCodes = [
  'artifact_without_evidence',
  'evidence_of_unknown_artifact',
  'submitted_without_artifact',
] as const;

/** Null where the one who did it is not in the viewer's sight, or nobody is known. */
const seenUser = z.string().nullable();
/** Null where the event is not in the viewer's sight. */
const seenEvent = z.string().nullable();

export const workArtifact = z.object({
  artifact_id: z.string().nullable(),
  artifact_type: z.string().nullable(),
  digest: z.string().nullable().describe('The newest that was told.'),
  has_uri: z.boolean().describe('Whether its events say where it lies. Where is personal content: look at the event.'),
  event_id: seenEvent.describe('The event that brought it.'),
  user_id: seenUser,
  at: z.string(),
  changes: z.int().describe('How often it was changed since.'),
  changed_at: z.string(),
});
export type WorkArtifact = z.infer<typeof workArtifact>;

export const workEvidence = z.object({
  evidence_id: z.string(),
  evidence_type: z.string().nullable(),
  digest: z.string().nullable(),
  has_uri: z.boolean(),
  artifact_id: z.string().nullable().describe('The artifact it proves; null: the work as a whole.'),
  event_id: seenEvent,
  user_id: seenUser,
  at: z.string(),
});
export type WorkEvidence = z.infer<typeof workEvidence>;

export const workMetric = z.object({
  metric: z.string(),
  value: z.number(),
  event_id: seenEvent,
  user_id: seenUser,
  at: z.string(),
});
export type WorkMetric = z.infer<typeof workMetric>;

export const workGap = z.object({
  code: z.enum(workGapCodes),
  artifact_id: z.string().nullable(),
  event_id: seenEvent,
  at: z.string(),
});
export type WorkGap = z.infer<typeof workGap>;

export const workEntry = z.object({
  event_id: seenEvent,
  event_type: z.string(),
  user_id: seenUser,
  at: z.string(),
  recorded_at: z.string(),
  late: z.boolean().describe('Recorded only after the work had been completed.'),
});
export type WorkEntry = z.infer<typeof workEntry>;

const statusChange = z.object({ status: workStatus, at: z.string(), event_id: seenEvent });

/** A work at a glance. */
export const workSummary = z.object({
  work_id: z.string().describe('As the events name it, or session:<id> for work that has no other name.'),
  parent_work_id: z.string().nullable(),
  project: z.string().nullable(),
  kind: z.string().nullable(),
  status: workStatus,
  version: z.int().describe('0 until it is completed. Rises with every event that comes late or after that.'),
  started_at: z.string(),
  last_event_at: z.string(),
  ended_at: z.string().nullable().describe('When it came to its present end; null while it is open.'),
  user_ids: z.array(z.string()).describe('Who took part; at most 100.'),
  counts: z.object({
    events: z.int(),
    artifacts: z.int(),
    evidence: z.int(),
    metrics: z.int(),
    failed: z.int().describe('Failed tasks and refusals.'),
  }),
  gaps: z.array(workGap),
});
export type WorkSummary = z.infer<typeof workSummary>;

/** What was done for one work: its events in order of occurrence, and what came out of them. */
export const heldTrace = workSummary.extend({
  statuses: z.array(statusChange).describe('Oldest first, the newest 50.'),
  submission: z.object({ event_id: seenEvent, at: z.string() }).nullable().describe('The last one.'),
  late_events: z.int().describe('How many came only after the work had been completed.'),
  artifacts: z.array(workArtifact).describe('Oldest first, the newest 200.'),
  evidence: z.array(workEvidence).describe('Oldest first, the newest 200.'),
  metrics: z.array(workMetric).describe('Oldest first, the newest 200.'),
  entries: z.array(workEntry).describe('Oldest first; as many of the newest as the plugin keeps.'),
});
export type HeldTrace = z.infer<typeof heldTrace>;

/** A work at a glance, as far as one viewer may see it. */
export const seenWork = workSummary.extend({
  hidden_users: z.int().describe('How many more took part who are not in your sight.'),
});
export type SeenWork = z.infer<typeof seenWork>;

/** What one viewer may see of it: of persons out of sight only that something happened, and when. */
export const workTrace = heldTrace.extend({
  ...seenWork.pick({ hidden_users: true }).shape,
  children: z.array(seenWork).describe('Works that name this one as parent; at most 100.'),
  freshness,
});
export type WorkTrace = z.infer<typeof workTrace>;

export const workQuery = z.object({
  cursor: z.string().max(512).optional(),
  limit: z.number().int().min(1).max(200).default(20).optional(),
});

/** Latest activity first. */
export const userWorks = z.object({
  user_id: z.string(),
  items: z.array(seenWork),
  next_cursor: z.string().nullable(),
  freshness,
});
export type UserWorks = z.infer<typeof userWorks>;
