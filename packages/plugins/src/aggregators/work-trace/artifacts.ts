import type { WorkArtifact } from '@activity-hub/contracts/activity/work-trace';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import { textIn } from './payload-field.ts';

const bringing: ReadonlySet<string> = new Set([
  'activity.work.artifact_created',
  'activity.work.artifact_updated',
  'activity.work.submitted',
]);

/**
 * The artifacts of a work after one more event. One with an id is one artifact however often it is told of; one
 * without is a new one each time. A submission brings an artifact only where it names one.
 * @returns the very same list when the event is about none.
 */
export function withArtifact(artifacts: readonly WorkArtifact[], event: RecordedEvent): readonly WorkArtifact[] {
  if (!bringing.has(event.event_type)) return artifacts;
  const id = textIn(event.payload, 'artifact_id');
  if (id === null && event.event_type === 'activity.work.submitted') return artifacts;
  const known = id === null ? -1 : artifacts.findIndex((artifact) => artifact.artifact_id === id);
  const before = artifacts[known];
  return before === undefined
    ? [...artifacts, newArtifact(id, event)]
    : artifacts.with(known, changedArtifact(before, event));
}

function newArtifact(id: string | null, { event_id, user_id, timestamp, payload }: RecordedEvent): WorkArtifact {
  return {
    artifact_id: id,
    artifact_type: textIn(payload, 'artifact_type'),
    digest: textIn(payload, 'digest'),
    has_uri: textIn(payload, 'uri') !== null,
    event_id,
    user_id,
    at: timestamp,
    changes: 0,
    changed_at: timestamp,
  };
}

function changedArtifact(before: WorkArtifact, { payload, timestamp }: RecordedEvent): WorkArtifact {
  return {
    ...before,
    artifact_type: textIn(payload, 'artifact_type') ?? before.artifact_type,
    digest: textIn(payload, 'digest') ?? before.digest,
    has_uri: before.has_uri || textIn(payload, 'uri') !== null,
    changes: before.changes + 1,
    changed_at: timestamp,
  };
}
