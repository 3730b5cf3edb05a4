import type { Statements } from '../postgres/statements.ts';
import type { KeyRow } from './key-row.ts';

/**
 * Puts a new key with the same rights in the place of one that is neither revoked nor replaced already,
 * and lets the old one live for the overlap, though not longer than it would have. One statement, so
 * that of two rotations at once the second finds the key replaced.
 * @returns false when the old key cannot be replaced (any more); then nothing has changed
 */
export async function rotateKey(
  sql: Statements,
  rotation: {
    readonly keyId: string;
    readonly successor: Pick<KeyRow, 'key_id' | 'secret_digest' | 'created_by' | 'expires_at'>;
    readonly overlapSeconds: number;
  },
): Promise<boolean> {
  const { keyId, successor, overlapSeconds } = rotation;
  const rows = await sql`
    with old as (
      select * from api_key where key_id = ${keyId} and revoked_at is null and rotated_to is null for update
    ), made as (
      insert into api_key (key_id, secret_digest, name, source, permissions, event_types, limits, created_by, expires_at,
        rotated_from)
      select ${successor.key_id}, ${successor.secret_digest}, old.name, old.source, old.permissions, old.event_types,
        old.limits, ${JSON.stringify(successor.created_by)}::text::jsonb, ${successor.expires_at}::timestamptz, old.key_id
      from old
      returning key_id
    )
    update api_key
    set rotated_to = made.key_id,
      overlap_until = least(now() + make_interval(secs => ${overlapSeconds}), old.expires_at)
    from old, made
    where api_key.key_id = old.key_id
    returning api_key.key_id`;
  return rows.length === 1;
}
