import type { Json, JsonObject } from '@activity-hub/contracts/event';
import type { Statements } from '../postgres/statements.ts';
import { type SubscriptionRow, subscriptionColumns } from './subscription-row.ts';

export interface NewSubscription {
  readonly name: string;
  readonly topics: readonly string[];
  readonly filter: string | null;
  readonly template: Json;
  readonly destination: JsonObject;
  readonly sealed: Uint8Array | null;
  readonly fifo: boolean;
  readonly concurrency: number;
  readonly rate_per_second: number | null;
  readonly created_by: string;
}

/** @param offsets behind which it matches, index = lane; those behind the matcher are caught up */
export async function insertSubscription(
  transaction: Statements,
  made: NewSubscription,
  epoch: number,
): Promise<SubscriptionRow> {
  const { topics, template, destination, ...rest } = made;
  const [row] = await transaction<SubscriptionRow[]>`
    insert into subscription ${transaction({
      ...rest,
      epoch,
      topics: transaction.array([...topics]) as never,
      template: (template === null ? null : transaction.json(template as never)) as never,
      destination: transaction.json(destination as never) as never,
    })} returning ${subscriptionColumns(transaction)}`;
  if (row === undefined) throw new Error('The subscription was not inserted.');
  return row;
}
