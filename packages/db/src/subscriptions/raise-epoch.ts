import type { Statements } from '../postgres/statements.ts';

/** Heard when the transaction is committed: some subscription is not what it was. */
export const SUBSCRIPTIONS_CHANNEL = 'hub_subscriptions';

/**
 * Begins a change of subscriptions: whatever was matched before and is not committed yet is fenced by it. Call it
 * before anything of the log is read, in the same transaction. @returns the epoch of the change
 */
export async function raiseEpoch(transaction: Statements): Promise<number> {
  const [row] = await transaction<{ epoch: number }[]>`
    update dispatch_epoch set epoch = epoch + 1 returning epoch`;
  if (row === undefined) throw new Error('The epoch of dispatch is missing.');
  await transaction`select pg_notify(${SUBSCRIPTIONS_CHANNEL}, '')`;
  return row.epoch;
}
