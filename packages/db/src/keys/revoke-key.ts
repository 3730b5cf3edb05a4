import type { Statements } from '../postgres/statements.ts';

/** Ends a key now. The time of the first revocation stays. */
export async function revokeKey(sql: Statements, keyId: string): Promise<void> {
  await sql`update api_key set revoked_at = now() where key_id = ${keyId} and revoked_at is null`;
}
