import type { PluginFault } from '@activity-hub/contracts/plugin/plugin-fault';
import type { Sql } from '../postgres/client.ts';
import { storableFault } from './storable-fault.ts';

/** A folder among the installed plugins that has no place in the catalogue. */
export interface PassedOver {
  readonly folder: string;
  readonly fault: PluginFault;
}

/** What a process role says of itself. */
export interface ProcessRoleWord {
  readonly role_id: string;
  /** By plugin of which it has code at hand, the versions that it can run: none of one that is refused. */
  readonly versions: Readonly<Record<string, readonly string[]>>;
  /** What it is about to run, as "plugin revision". */
  readonly starting: readonly string[];
  readonly passed_over: readonly PassedOver[];
}

/** Replaces what this role said before. Of roles that went long ago nothing is kept. */
export async function writeProcessRole(sql: Sql, word: ProcessRoleWord): Promise<void> {
  const { role_id, versions, starting } = word;
  const passedOver = word.passed_over.map(({ folder, fault }) => ({ folder, ...storableFault(fault) }));
  await sql`
    with gone as (delete from process_role where seen_at < now() - interval '1 day' and role_id <> ${role_id})
    insert into process_role (role_id, versions, starting, passed_over)
    values (${role_id}, ${JSON.stringify(versions)}::text::jsonb, ${JSON.stringify(starting)}::text::jsonb,
      ${JSON.stringify(passedOver)}::text::jsonb)
    on conflict (role_id) do update set versions = excluded.versions, starting = excluded.starting,
      passed_over = excluded.passed_over, seen_at = now()`;
}
