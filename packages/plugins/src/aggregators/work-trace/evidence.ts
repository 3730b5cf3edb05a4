import type { WorkArtifact, WorkEvidence } from '@activity-hub/contracts/activity/work-trace';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import { textIn } from './payload-field.ts';

/**
 * The evidence of a work after one more event. It proves the artifact it names, else the one whose event caused
 * it, else the work as a whole. The same evidence told twice is there once.
 * @returns the very same list when the event brings none.
 */
export function withEvidence(
  evidence: readonly WorkEvidence[],
  artifacts: readonly WorkArtifact[],
  event: RecordedEvent,
): readonly WorkEvidence[] {
  if (event.event_type !== 'activity.work.evidence_added') return evidence;
  const { event_id, user_id, timestamp, payload } = event;
  const id = textIn(payload, 'evidence_id') ?? event_id;
  if (evidence.some((known) => known.evidence_id === id)) return evidence;
  const added: WorkEvidence = {
    evidence_id: id,
    evidence_type: textIn(payload, 'evidence_type'),
    digest: textIn(payload, 'digest'),
    has_uri: textIn(payload, 'uri') !== null,
    artifact_id: textIn(payload, 'artifact_id') ?? causing(artifacts, event),
    event_id,
    user_id,
    at: timestamp,
  };
  return [...evidence, added];
}

function causing(artifacts: readonly WorkArtifact[], { causation_id }: RecordedEvent): string | null {
  if (causation_id === null) return null;
  return artifacts.find((artifact) => artifact.event_id === causation_id)?.artifact_id ?? null;
}
