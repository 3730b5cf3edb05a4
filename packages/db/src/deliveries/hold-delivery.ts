import type { Statements } from '../postgres/statements.ts';
import type { DeliveryKey } from './delivery-row.ts';

/** Keeps others from sending an event once more at the same time: they would give it one generation. False: there is none. */
export async function holdDelivery(transaction: Statements, key: DeliveryKey): Promise<boolean> {
  const rows = await transaction<{ generation: number }[]>`
    select generation from delivery
    where subscription_id = ${key.subscription_id} and lane = ${key.lane} and "offset" = ${key.offset}
    order by generation for update`;
  return rows.some(({ generation }) => generation === key.generation);
}
