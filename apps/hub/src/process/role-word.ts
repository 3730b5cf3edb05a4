import type { DesiredPlugin } from '@activity-hub/db/plugins/list-desired-plugins';
import type { ProcessRoleWord } from '@activity-hub/db/plugins/write-process-role';
import type { AvailablePlugin, InstalledPlugins } from './available-plugin.ts';

/** What a process role has, whatever it runs of it. */
export type AtHand = Pick<ProcessRoleWord, 'versions' | 'passed_over'>;

export function atHandOf(
  available: readonly AvailablePlugin[],
  installed: Pick<InstalledPlugins, 'awaited' | 'passedOver'>,
): AtHand {
  return { versions: versionsOf(available, installed.awaited()), passed_over: installed.passedOver() };
}

/** By plugin that is here, also where nobody knows yet what it is, the versions of its code that can run. */
function versionsOf(available: readonly AvailablePlugin[], awaited: readonly string[]): AtHand['versions'] {
  const there = available.filter(isThere);
  return Object.fromEntries([
    ...awaited.map((id) => [id, []] as const),
    ...[...Map.groupBy(there, ({ manifest }) => manifest.id)].map(
      ([id, plugins]) =>
        [id, plugins.filter(({ refusal }) => refusal === undefined).map(({ manifest }) => manifest.version)] as const,
    ),
  ]);
}

/** Whether its folder is there, or it is shipped. */
export function isThere({ refusal }: AvailablePlugin): boolean {
  return refusal?.code !== 'gone';
}

/** What should run of plugins that have not answered yet which versions they are. */
export function awaitedRevisions(desired: readonly DesiredPlugin[], awaited: readonly string[]): readonly string[] {
  return desired
    .filter(({ plugin_id, enabled, paused }) => enabled && !paused && awaited.includes(plugin_id))
    .flatMap(({ plugin_id, revisions }) => revisions.map(({ revision }) => `${plugin_id} ${revision}`));
}
