import type { RepairAttempt, Resubmission } from '@activity-hub/contracts/activity/refused-repair';
import { HubError } from '@activity-hub/contracts/errors';
import type { Sql } from '@activity-hub/db/postgres/client';
import type { Statements } from '@activity-hub/db/postgres/statements';
import { claimRefused } from '@activity-hub/db/refused/claim-refused';
import { getRefused } from '@activity-hub/db/refused/get-refused';
import { whileLocked } from '@activity-hub/db/refused/lock-refused';
import type { WholeRefused } from '@activity-hub/db/refused/refused-row';
import { finishAttempts } from './finish-attempts.ts';
import { examineRepair, type RepairSources } from './publish-repair.ts';
import { repairedText } from './repaired-text.ts';

/** How often a repair begins anew because what somebody else had begun was refused. */
const maxRounds = 5;

export interface ResubmitOptions {
  readonly sql: Sql;
  readonly sources: RepairSources;
  /** Name of who does it. */
  readonly by: string;
  /** Keeps the act, in the transaction that settles it. */
  audit(resubmission: Resubmission, transaction: Statements): Promise<void>;
}

function alreadySettled(row: WholeRefused, repeated: boolean): Resubmission | undefined {
  const { refused_id, state, settled_event_id, settled_position, settled_events } = row;
  if (state === 'discarded') {
    const detail = `${row.settled_by ?? 'Somebody'} discarded it: ${row.discard_reason ?? ''}`;
    throw new HubError('not_repairable', detail, { pointer: '/refused_id' });
  }
  if (state !== 'resubmitted' || settled_event_id === null || settled_position === null) return undefined;
  const events = settled_events ?? 1;
  return {
    status: 'resubmitted',
    refused_id,
    event_id: settled_event_id,
    position: settled_position,
    events,
    duplicate: true,
    repeated,
  };
}

export function notFound(): HubError {
  return new HubError('not_found', 'There is no refused event under this id.', { pointer: '/refused_id' });
}

function isLockTimeout(failure: unknown): boolean {
  return failure instanceof Error && 'code' in failure && failure.code === '55P03';
}

/**
 * Finishes the attempt that the row holds, whoever began it: who comes between its claim and its lock publishes the text of who
 * began. Undefined: it was refused, and is open again.
 */
async function finish(options: ResubmitOptions, refusedId: string, isOurs: boolean): Promise<Resubmission | undefined> {
  const { sql, sources } = options;
  try {
    const { answer, failure } = await whileLocked(sql, [refusedId], 'wait', async (rows, transaction) => {
      const [row] = rows;
      if (row === undefined) throw notFound();
      const settled = alreadySettled(row, !isOurs);
      if (settled !== undefined) return { answer: settled, failure: undefined };
      const { published, failure } = await finishAttempts(sources, rows, transaction);
      const [one] = published;
      if (one === undefined) return { answer: undefined, failure };
      const { outcome, duplicate } = one;
      const made: Resubmission =
        'fault' in outcome
          ? { status: 'refused', refused_id: refusedId, ...outcome.fault }
          : { status: 'resubmitted', ...outcome, duplicate, repeated: !isOurs };
      if (made.status === 'resubmitted') await options.audit(made, transaction);
      return { answer: made, failure: undefined };
    });
    if (failure !== undefined) throw failure;
    return answer?.status === 'refused' && !isOurs ? undefined : answer;
  } catch (failure) {
    if (!isLockTimeout(failure)) throw failure;
    throw new HubError('not_repairable', 'Somebody else is repairing it right now. Look at it again in a moment.', {
      cause: failure,
    });
  }
}

/**
 * Publishes a repaired event at most once. Its text is kept before the event log hears of it, and only the
 * holder of the row lock speaks to the log: so after a crash, and between any number of people who do
 * this at once, the first attempt is finished before another one can begin.
 */
export async function resubmitOne(options: ResubmitOptions, attempt: RepairAttempt): Promise<Resubmission> {
  const { sql, sources, by } = options;
  const { refused_id, as_admin = false } = attempt;
  for (let round = 0; round < maxRounds; round++) {
    const [row] = await getRefused(sql, [refused_id]);
    if (row === undefined) throw notFound();
    const settled = alreadySettled(row, true);
    if (settled !== undefined) return settled;
    let isOurs = false;
    if (row.state === 'open') {
      const text = repairedText(row, attempt);
      const { fault } = await examineRepair(sources, row, text, as_admin);
      if (fault !== null) return { status: 'refused', refused_id, ...fault };
      isOurs = (await claimRefused(sql, [{ refused_id, repaired: text, as_admin }], by)).size === 1;
    }
    const answer = await finish(options, refused_id, isOurs);
    if (answer !== undefined) return answer;
  }
  throw new HubError('not_repairable', 'Others repair it at the same time and fail. Look at it again in a moment.');
}
