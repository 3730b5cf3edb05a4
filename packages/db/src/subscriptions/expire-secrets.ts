import type { Statements } from '../postgres/statements.ts';

/** The secrets of a subscription sign along for some hours more. */
export async function expireSecrets(sql: Statements, subscriptionId: string, hours: number): Promise<void> {
  await sql`
    update subscription_secret set expires_at = clock_timestamp() + make_interval(hours => ${hours})
    where subscription_id = ${subscriptionId}
      and (expires_at is null or expires_at > clock_timestamp() + make_interval(hours => ${hours}))`;
}
