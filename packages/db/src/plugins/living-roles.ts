import { UNSEEN_AFTER_SECONDS } from '@activity-hub/contracts/activity/plugin';
import type { Statements } from '../postgres/statements.ts';

/** What the process roles that live say of each plugin: the columns `versions` and `starting` of a select "from plugin". */
export function livingRoles(sql: Statements) {
  const living = sql`process_role.seen_at > clock_timestamp() - make_interval(secs => ${UNSEEN_AFTER_SECONDS})`;
  return sql`
    case when exists (select from process_role where ${living}) then array(
      select distinct version from process_role, jsonb_array_elements_text(process_role.versions -> plugin_id) as version
      where ${living} order by version) end as versions,
    exists (
      select from process_role where ${living} and starting ? (plugin_id || ' ' || live_revision)) as starting`;
}
