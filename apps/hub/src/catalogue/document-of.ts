import { type PluginDocument, pluginDocument } from '@activity-hub/contracts/activity/plugin';
import type { PluginRow } from '@activity-hub/db/plugins/plugin-row';

/** The manifest as it is shown. One that is broken is why its plugin was refused: what cannot be read of it is empty. */
export function documentOf({
  plugin_id,
  kind,
  manifest,
  versions,
}: Pick<PluginRow, 'plugin_id' | 'kind' | 'manifest' | 'versions'>): PluginDocument {
  const read = pluginDocument.omit({ versions: true }).safeParse(manifest);
  if (read.success) return versions === null ? read.data : { ...read.data, versions: [...versions] };
  const { version } = manifest as { readonly version?: unknown };
  const name = { en: plugin_id, ru: plugin_id };
  return {
    id: plugin_id,
    version: typeof version === 'string' ? version : '',
    kind,
    hub: '',
    title: name,
    description: name,
    topics: [],
    scope: 'stream',
    windows: [],
    emits: [],
    config_schema: {},
  };
}
