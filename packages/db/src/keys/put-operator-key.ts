import type { KeyLimits } from '@activity-hub/contracts/access/api-key';
import type { Sql } from '../postgres/client.ts';

/**
 * Makes the key of the hub's operator known, if it is not, and ends every operator key before it: whoever
 * replaces the file wants the old one dead. One that was revoked stays revoked.
 * @returns false when another secret is kept under this key id
 */
export async function putOperatorKey(
  sql: Sql,
  key: { readonly keyId: string; readonly secretDigest: Buffer; readonly limits: KeyLimits },
): Promise<boolean> {
  const createdBy = JSON.stringify({ kind: 'operator', id: null, name: 'operator' });
  await sql`
    insert into api_key (key_id, secret_digest, name, source, permissions, event_types, limits, created_by)
    values (${key.keyId}, ${key.secretDigest}, 'operator', null, '{admin}', '{activity.**}',
      ${JSON.stringify(key.limits)}::text::jsonb, ${createdBy}::text::jsonb)
    on conflict (key_id) do nothing`;
  const same = await sql`select 1 from api_key where key_id = ${key.keyId} and secret_digest = ${key.secretDigest}`;
  if (same.length === 0) return false;
  await sql`
    update api_key set revoked_at = now()
    where created_by->>'kind' = 'operator' and key_id <> ${key.keyId} and revoked_at is null`;
  return true;
}
