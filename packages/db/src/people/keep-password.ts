import type { Statements } from '../postgres/statements.ts';

/** The password a person signs in with from now on. `null`: none works until a new one is chosen. */
export async function keepPassword(sql: Statements, personId: string, hash: string | null): Promise<void> {
  await sql`
    insert into person_account (account_id, provider_id, provider_account_id, person_id, password)
    values (gen_random_uuid()::text, 'credential', ${personId}, ${personId}, ${hash})
    on conflict (provider_id, provider_account_id) do update set password = excluded.password, updated_at = now()`;
}
