import type { Statements } from '../postgres/statements.ts';

/** How much of the time until it is disabled was warned of. */
export async function noteWarning(sql: Statements, subscriptionId: string, percent: number): Promise<void> {
  await sql`update subscription set warned_percent = ${percent} where subscription_id = ${subscriptionId}`;
}
