import type { JsonObject } from '@activity-hub/contracts/event';
import type { PluginRegistration } from '@activity-hub/db/plugins/register-plugin';
import type { AvailablePlugin } from './available-plugin.ts';

/** What the catalogue is told of a version of a plugin. */
export function registrationOf({
  manifest,
  configSchema,
  defaults,
  provenance,
  refusal,
  abilities,
}: AvailablePlugin): PluginRegistration {
  const { id, version, kind } = manifest;
  return {
    plugin_id: id,
    kind,
    version,
    manifest: { ...(manifest as unknown as JsonObject), config_schema: configSchema, abilities: [...abilities] },
    provenance,
    refusal: refusal ?? null,
    defaults,
  };
}
