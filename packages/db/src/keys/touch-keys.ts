import type { Sql } from '../postgres/client.ts';

export interface KeyUse {
  readonly key_id: string;
  readonly at: string;
  readonly address: string | null;
}

/** Notes when keys were last used and from where; an older use never takes the place of a later one. */
export async function touchKeys(sql: Sql, uses: readonly KeyUse[]): Promise<void> {
  if (uses.length === 0) return;
  await sql`
    update api_key set last_used_at = used.at, last_used_address = used.address
    from unnest(${uses.map((use) => use.key_id)}::text[], ${uses.map((use) => use.at)}::timestamptz[],
      ${uses.map((use) => use.address)}::text[]) as used (key_id, at, address)
    where api_key.key_id = used.key_id and (api_key.last_used_at is null or api_key.last_used_at < used.at)`;
}
