import type { DesiredPlugin } from '@activity-hub/db/plugins/list-desired-plugins';
import type { ProcessRoleWord } from '@activity-hub/db/plugins/write-process-role';
import type { AvailablePlugin } from './available-plugin.ts';

/** By plugin, the versions of its code that can run here. */
export function versionsOf(available: readonly AvailablePlugin[]): ProcessRoleWord['versions'] {
  const runnable = available.filter(({ refusal }) => refusal === undefined);
  return Object.fromEntries(
    [...Map.groupBy(runnable, ({ manifest }) => manifest.id)].map(([id, plugins]) => [
      id,
      plugins.map(({ manifest }) => manifest.version),
    ]),
  );
}

/** What should run of plugins that have not answered yet which versions they are. */
export function awaitedRevisions(desired: readonly DesiredPlugin[], awaited: readonly string[]): readonly string[] {
  return desired
    .filter(({ plugin_id, enabled, paused }) => enabled && !paused && awaited.includes(plugin_id))
    .flatMap(({ plugin_id, revisions }) => revisions.map(({ revision }) => `${plugin_id} ${revision}`));
}
