import type { Statements } from '../postgres/statements.ts';
import type { SecretRow } from './read-secrets.ts';

export type NewSecret = Pick<SecretRow, 'kind' | 'public_key' | 'sealed'>;

export async function insertSecret(sql: Statements, subscriptionId: string, secret: NewSecret): Promise<void> {
  await sql`insert into subscription_secret ${sql({ subscription_id: subscriptionId, ...secret })}`;
}
