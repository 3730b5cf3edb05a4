import type { Statements } from '../postgres/statements.ts';

/** A signing secret; `sealed` is encrypted by the hub. */
export interface SecretRow {
  readonly secret_id: string;
  readonly subscription_id: string;
  readonly kind: 'hmac' | 'ed25519';
  readonly public_key: string | null;
  readonly sealed: Uint8Array;
  readonly created_at: string;
  readonly expires_at: string | null;
}

/** Those that still sign, the newest first. */
export async function readSecrets(sql: Statements, subscriptionIds: readonly string[]): Promise<readonly SecretRow[]> {
  return sql<SecretRow[]>`
    select secret_id, subscription_id, kind, public_key, sealed, created_at, expires_at from subscription_secret
    where subscription_id = any (${sql.array([...subscriptionIds])}::uuid[])
      and (expires_at is null or expires_at > clock_timestamp())
    order by created_at desc, secret_id desc`;
}
