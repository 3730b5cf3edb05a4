import type { Sql } from '../postgres/client.ts';

/** What a process role says of itself. */
export interface ProcessRoleWord {
  readonly role_id: string;
  /** By plugin of which it has code at hand, the versions that it can run: none of one that is refused. */
  readonly versions: Readonly<Record<string, readonly string[]>>;
  /** What it is about to run, as "plugin revision". */
  readonly starting: readonly string[];
}

/** Replaces what this role said before. Of roles that went long ago nothing is kept. */
export async function writeProcessRole(sql: Sql, { role_id, versions, starting }: ProcessRoleWord): Promise<void> {
  await sql`
    with gone as (delete from process_role where seen_at < now() - interval '1 day' and role_id <> ${role_id})
    insert into process_role (role_id, versions, starting)
    values (${role_id}, ${JSON.stringify(versions)}::text::jsonb, ${JSON.stringify(starting)}::text::jsonb)
    on conflict (role_id) do update set versions = excluded.versions, starting = excluded.starting, seen_at = now()`;
}
