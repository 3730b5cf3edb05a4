import type { HeldTrace, WorkGap } from '@activity-hub/contracts/activity/work-trace';

type Judged = Pick<HeldTrace, 'artifacts' | 'evidence' | 'submission' | 'counts'>;

/**
 * What is missing for the work to prove itself. Evidence for the work as a whole proves no artifact. Of what fell
 * out of a long trace nothing is said.
 */
export function gapsOf({ artifacts, evidence, submission, counts }: Judged): WorkGap[] {
  const proven = new Set(evidence.map((one) => one.artifact_id));
  const known = new Set(artifacts.map((artifact) => artifact.artifact_id));
  const allKnown = counts.artifacts === artifacts.length;
  const allProofs = counts.evidence === evidence.length;
  return [
    ...(submission !== null && counts.artifacts === 0
      ? [{ code: 'submitted_without_artifact' as const, artifact_id: null, ...submission }]
      : []),
    ...artifacts
      .filter(({ artifact_id }) => allProofs && (artifact_id === null || !proven.has(artifact_id)))
      .map(({ artifact_id, event_id, at }) => ({
        code: 'artifact_without_evidence' as const,
        artifact_id,
        event_id,
        at,
      })),
    ...evidence
      .filter(({ artifact_id }) => allKnown && artifact_id !== null && !known.has(artifact_id))
      .map(({ artifact_id, event_id, at }) => ({
        code: 'evidence_of_unknown_artifact' as const,
        artifact_id,
        event_id,
        at,
      })),
  ];
}
