import type { BatchAnswer, Verdict } from '@activity-hub/contracts/receipt';

export function batchAnswerOf(verdicts: readonly Verdict[]): BatchAnswer {
  const tally = { accepted: 0, duplicate: 0, refused: 0, conflict: 0 };
  for (const verdict of verdicts) tally[verdict.status]++;
  return {
    accepted: tally.accepted,
    duplicates: tally.duplicate,
    refused: tally.refused,
    conflicts: tally.conflict,
    items: [...verdicts],
  };
}
