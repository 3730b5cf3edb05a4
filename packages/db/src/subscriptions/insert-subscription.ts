import type { Statements } from '../postgres/statements.ts';
import { type SubscriptionRow, subscriptionColumns } from './subscription-row.ts';

export type NewSubscription = Pick<
  SubscriptionRow,
  | 'name'
  | 'topics'
  | 'filter'
  | 'template'
  | 'destination'
  | 'sealed'
  | 'fifo'
  | 'concurrency'
  | 'rate_per_second'
  | 'created_by'
>;

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
