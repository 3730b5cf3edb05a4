import type { PluginFault } from '@activity-hub/contracts/plugin/plugin-fault';
import type { PluginRow, RevisionRow } from '@activity-hub/db/plugins/plugin-row';

type NeededCode = Pick<RevisionRow, 'revision' | 'plugin_version'>;

/** Why nobody would run a revision; undefined when a process role has its code at hand. */
export function missingCode(
  { plugin_id: plugin, provenance, versions }: Pick<PluginRow, 'plugin_id' | 'provenance' | 'versions'>,
  { revision, plugin_version: version }: NeededCode,
): PluginFault | undefined {
  if (versions?.includes(version) === true) return undefined;
  if (versions === null) return { code: 'no_role_runs', values: { revision, version } };
  const missing = { revision, version, there: versions.join(', ') || '–' };
  if (provenance === 'shipped') return { code: 'no_shipped_code', values: missing };
  return { code: 'no_installed_code', values: { ...missing, plugin } };
}
