import type { RefusalFault } from '@activity-hub/contracts/activity/refused-event';
import type { RepairPlan } from '@activity-hub/contracts/activity/refused-repair';
import { HubError } from '@activity-hub/contracts/errors';
import type { Sql } from '@activity-hub/db/postgres/client';
import type { Statements } from '@activity-hub/db/postgres/statements';
import { claimRefused, type RepairClaim } from '@activity-hub/db/refused/claim-refused';
import { getRefused } from '@activity-hub/db/refused/get-refused';
import { whileLocked } from '@activity-hub/db/refused/lock-refused';
import type { WholeRefused } from '@activity-hub/db/refused/refused-row';
import { finishAttempts } from './finish-attempts.ts';
import { examineRepair, type RepairSources } from './publish-repair.ts';
import { repairedText } from './repaired-text.ts';

export interface ChunkTally {
  readonly resubmitted: number;
  readonly duplicates: number;
  readonly refused_again: number;
  readonly skipped: number;
  readonly failures: readonly (RefusalFault & { readonly refused_id: string })[];
}

export interface ChunkOptions {
  readonly sql: Sql;
  readonly sources: RepairSources;
  readonly by: string;
  /** In the transaction that settles the chunk, so that its figures are right after a crash too. */
  settled(tally: ChunkTally, transaction: Statements): Promise<void>;
}

type Failure = ChunkTally['failures'][number];

/** A chunk whose locks had to be given up half way; what it published is settled, the rest is tried again. */
async function judge(sources: RepairSources, row: WholeRefused, plan: RepairPlan): Promise<RepairClaim | Failure> {
  const { refused_id } = row;
  const as_admin = plan.as_admin ?? false;
  try {
    const text = repairedText(row, { operations: plan.operations });
    const { fault } = await examineRepair(sources, row, text, as_admin);
    return fault === null ? { refused_id, repaired: text, as_admin } : { refused_id, ...fault };
  } catch (failure) {
    if (!(failure instanceof HubError) || failure.status >= 500) throw failure;
    return { refused_id, code: failure.code, detail: failure.message, pointer: failure.pointer ?? '' };
  }
}

/**
 * Repairs some refused events in one go, each at most once. Those that somebody else is at, or has settled
 * meanwhile, are skipped; attempts that a crash left unfinished are finished first.
 * @throws what kept the log from answering; what was answered is settled all the same
 */
export async function resubmitChunk(options: ChunkOptions, ids: readonly string[], plan: RepairPlan): Promise<void> {
  const { sql, sources, by } = options;
  const rows = await getRefused(sql, ids);
  const judged = await Promise.all(rows.filter((row) => row.state === 'open').map((row) => judge(sources, row, plan)));
  const claims = judged.filter((one) => 'repaired' in one);
  const failures = judged.filter((one) => 'code' in one);
  const claimed = claims.length === 0 ? new Set<string>() : await claimRefused(sql, claims, by);
  const unfinished = rows.filter((row) => row.state === 'resubmitting').map((row) => row.refused_id);
  // Another claim that came too late holds a row for a moment while it sees that: skipped then, our own attempt
  // would lie until it counts as abandoned. What others began is left to them while they are at it.
  const wait = unfinished.length === 0 ? 'wait' : 'skip';
  const failure = await whileLocked(sql, [...claimed, ...unfinished], wait, async (locked, transaction) => {
    const finished = await finishAttempts(sources, locked, transaction);
    const outcomes = finished.published.map(({ outcome }) => outcome);
    const again: Failure[] = outcomes.flatMap((outcome) =>
      'fault' in outcome ? [{ refused_id: outcome.refused_id, ...outcome.fault }] : [],
    );
    const resubmitted = outcomes.length - again.length;
    if (finished.failure !== undefined) {
      // The chunk is tried again as a whole: only what is settled counts now, and is not seen then.
      await options.settled(
        { resubmitted, duplicates: duplicatesOf(finished.published), refused_again: 0, skipped: 0, failures: [] },
        transaction,
      );
      return finished.failure;
    }
    const tried = failures.length + outcomes.length;
    await options.settled(
      {
        resubmitted,
        duplicates: duplicatesOf(finished.published),
        refused_again: failures.length + again.length,
        skipped: ids.length - tried,
        failures: [...failures, ...again],
      },
      transaction,
    );
    return undefined;
  });
  if (failure !== undefined) throw failure;
}

function duplicatesOf(published: Awaited<ReturnType<typeof finishAttempts>>['published']): number {
  return published.filter((one) => one.duplicate).length;
}
