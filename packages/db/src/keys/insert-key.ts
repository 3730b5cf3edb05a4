import type { Statements } from '../postgres/statements.ts';
import type { KeyRow } from './key-row.ts';

export type KeyToInsert = Pick<
  KeyRow,
  | 'key_id'
  | 'secret_digest'
  | 'name'
  | 'source'
  | 'permissions'
  | 'event_types'
  | 'limits'
  | 'created_by'
  | 'expires_at'
>;

export async function insertKey(sql: Statements, key: KeyToInsert): Promise<void> {
  await sql`
    insert into api_key (key_id, secret_digest, name, source, permissions, event_types, limits, created_by, expires_at)
    values (${key.key_id}, ${key.secret_digest}, ${key.name}, ${key.source}, ${[...key.permissions]}::text[],
      ${[...key.event_types]}::text[], ${JSON.stringify(key.limits)}::text::jsonb,
      ${JSON.stringify(key.created_by)}::text::jsonb, ${key.expires_at}::timestamptz)`;
}
