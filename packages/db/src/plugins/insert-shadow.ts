import type { PluginDocument } from '@activity-hub/contracts/activity/plugin';
import type { Statements } from '../postgres/statements.ts';
import type { RevisionRow } from './plugin-row.ts';
import { prepareRevision } from './prepare-revision.ts';

export type ShadowToInsert = Pick<RevisionRow, 'config' | 'note' | 'made_by'> & {
  readonly manifest: Pick<PluginDocument, 'id' | 'version' | 'scope'>;
};

/**
 * Makes a shadow of the code that is installed. Its name is the version, or for another configuration of a version
 * the version and a number. Call it in a transaction that has locked the plugin: the numbers follow each other.
 * @returns its name
 */
export async function insertShadow(sql: Statements, wanted: ShadowToInsert): Promise<string> {
  const { manifest, config, note, made_by } = wanted;
  const made = await sql`
    select from plugin_revision where plugin_id = ${manifest.id} and plugin_version = ${manifest.version}`;
  const revision = made.length === 0 ? manifest.version : `${manifest.version}+${made.length + 1}`;
  await sql`
    insert into plugin_revision (plugin_id, revision, plugin_version, config, state, note, made_by)
    values (${manifest.id}, ${revision}, ${manifest.version}, ${JSON.stringify(config)}::text::jsonb, 'shadow',
      ${note}, ${made_by})`;
  await prepareRevision(sql, manifest, revision);
  return revision;
}
