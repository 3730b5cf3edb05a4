import { HubError } from '@activity-hub/contracts/errors';
import type { Statements } from '@activity-hub/db/postgres/statements';
import type { WholeRefused } from '@activity-hub/db/refused/refused-row';
import { releaseRefused, settleRefused } from '@activity-hub/db/refused/settle-refused';
import { type PublishedRepair, publishRepair, type RepairSources } from './publish-repair.ts';

/** Codes after which nothing of an attempt can have reached the log: they are thrown before the append. */
const nothingPublished: ReadonlySet<string> = new Set([
  'overloaded',
  'shutting_down',
  'not_repairable',
  'rate_limited',
]);

export interface FinishedAttempts {
  readonly published: readonly PublishedRepair[];
  /** The first failure that says nothing about the event itself; to be thrown once the rest is settled. */
  readonly failure: Error | undefined;
}

function errorOf(failure: unknown): Error {
  return failure instanceof Error ? failure : new Error(String(failure));
}

/**
 * Publishes what locked attempts hold and settles them in the transaction that holds the locks. An attempt
 * that failed without an answer of the log stays `resubmitting`: whoever comes next finishes it first.
 */
export async function finishAttempts(
  sources: RepairSources,
  rows: readonly WholeRefused[],
  transaction: Statements,
): Promise<FinishedAttempts> {
  const begun = rows.filter((row) => row.state === 'resubmitting');
  // At once: the group commit of the ingest makes few appends of them.
  const answers = await Promise.allSettled(begun.map((row) => publishRepair(sources, row)));
  const published = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  const released = begun.filter((_row, index) => {
    const answer = answers[index];
    return (
      answer?.status === 'rejected' && answer.reason instanceof HubError && nothingPublished.has(answer.reason.code)
    );
  });
  await settleRefused(
    transaction,
    published.map((one) => one.outcome),
  );
  if (released.length > 0)
    await releaseRefused(
      transaction,
      released.map((row) => row.refused_id),
    );
  const failed = answers.find((answer) => answer.status === 'rejected');
  return { published, failure: failed === undefined ? undefined : errorOf(failed.reason) };
}
