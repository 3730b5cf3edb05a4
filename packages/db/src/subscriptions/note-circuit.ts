import type { Statements } from '../postgres/statements.ts';

/** Until when its endpoint is left to rest; null: it is not. */
export async function noteCircuit(sql: Statements, subscriptionId: string, until: string | null): Promise<void> {
  await sql`update subscription set circuit_open_until = ${until} where subscription_id = ${subscriptionId}`;
}
