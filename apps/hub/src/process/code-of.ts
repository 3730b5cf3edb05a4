import type { AvailablePlugin } from './available-plugin.ts';

/** The code that can run a revision. */
export function codeOf(
  available: readonly AvailablePlugin[],
  pluginId: string,
  { plugin_version }: { readonly plugin_version: string },
): AvailablePlugin | undefined {
  return available.find(
    ({ manifest, refusal }) => refusal === undefined && manifest.id === pluginId && manifest.version === plugin_version,
  );
}
