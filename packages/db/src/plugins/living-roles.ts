import type { Statements } from '../postgres/statements.ts';
import { seenLately } from './seen-lately.ts';
import { startsRevision } from './starts-revision.ts';

/** What the process roles that live say of each plugin: the columns `versions` and `starting` of a select "from plugin". */
export function livingRoles(sql: Statements) {
  const living = seenLately(sql);
  return sql`
    case when exists (select from process_role where ${living}) then array(
      select distinct version from process_role, jsonb_array_elements_text(process_role.versions -> plugin_id) as version
      where ${living} order by version) end as versions,
    ${startsRevision(sql, 'live_revision')} as starting`;
}
