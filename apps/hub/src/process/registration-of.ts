import type { JsonObject } from '@activity-hub/contracts/event';
import type { PluginRegistration } from '@activity-hub/db/plugins/register-plugin';
import type { AvailablePlugin } from './available-plugin.ts';

/** What the catalogue is told of a version of a plugin. @param versions all there are of it, side by side */
export function registrationOf(
  { manifest, configSchema, defaults, provenance, refusal, abilities }: AvailablePlugin,
  versions: readonly AvailablePlugin[],
): PluginRegistration {
  const { id, version, kind } = manifest;
  const runnable = versions.filter((each) => each.refusal === undefined).map((each) => each.manifest.version);
  return {
    plugin_id: id,
    kind,
    version,
    manifest: {
      ...(manifest as unknown as JsonObject),
      config_schema: configSchema,
      abilities: [...abilities],
      versions: runnable,
    },
    provenance,
    refusal: refusal ?? null,
    defaults,
  };
}
