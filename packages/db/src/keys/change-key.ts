import type { Statements } from '../postgres/statements.ts';
import type { KeyRow } from './key-row.ts';

export async function changeKey(
  sql: Statements,
  keyId: string,
  change: Pick<KeyRow, 'name' | 'limits' | 'expires_at'>,
): Promise<void> {
  await sql`
    update api_key
    set name = ${change.name}, limits = ${JSON.stringify(change.limits)}::text::jsonb,
      expires_at = ${change.expires_at}::timestamptz
    where key_id = ${keyId}`;
}
