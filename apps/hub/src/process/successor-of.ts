import type { PluginFault } from '@activity-hub/contracts/plugin/plugin-fault';
import type { DesiredPlugin, DesiredRevision } from '@activity-hub/db/plugins/list-desired-plugins';
import type { AvailablePlugin } from './available-plugin.ts';
import { codeOf } from './code-of.ts';

export interface Successor {
  readonly revision: string;
  /** For whoever reads why the figures changed. */
  readonly said: PluginFault;
}

/** Revisions that were live before, the last one first; none while somebody runs the live one. */
export type FormerRevisions = (
  pluginId: string,
) => Promise<readonly Pick<DesiredRevision, 'revision' | 'plugin_version'>[]>;

/**
 * Where the code of the live revision is gone, nobody can hold another against it any more: that of a newer one takes
 * over at the place where the old one stopped. Is there only code of what was live before, that goes on, but only
 * where no other process runs the live one: two with different code would take turns for ever.
 */
export async function successorOf(
  { plugin_id, revisions, enabled, paused }: DesiredPlugin,
  available: readonly AvailablePlugin[],
  formerRevisions: FormerRevisions,
): Promise<Successor | undefined> {
  const live = revisions.find(({ state }) => state === 'live');
  const versions = available.filter(({ manifest }) => manifest.id === plugin_id);
  if (live === undefined || !isGone(live, versions)) return undefined;
  const newer = revisions.findLast((revision) => codeOf(versions, plugin_id, revision) !== undefined);
  const values = { from: live.revision };
  if (newer !== undefined) return { revision: newer.revision, said: { code: 'took_over', values } };
  if (versions.length === 0 || !enabled || paused) return undefined;
  const former = (await formerRevisions(plugin_id)).find((each) => codeOf(versions, plugin_id, each) !== undefined);
  if (former === undefined) return undefined;
  return { revision: former.revision, said: { code: 'took_over_again', values } };
}

/** Code that is there and cannot run is not gone; and the newest that cannot even say its version may be it. */
function isGone({ plugin_version }: DesiredRevision, versions: readonly AvailablePlugin[]): boolean {
  const newestIsRefused = versions.at(-1)?.refusal !== undefined;
  return !newestIsRefused && versions.every(({ manifest }) => manifest.version !== plugin_version);
}
