import type { StoppedRevision } from '@activity-hub/db/plugins/list-plugin-quarantines';
import { type PluginRow, pluginOfProcessor } from '@activity-hub/db/plugins/plugin-row';
import { type Diagnosis, diagnosesOf } from './diagnosis.ts';

const { well, warning, failure } = diagnosesOf('Plugins');

export type JudgedPlugin = Pick<
  PluginRow,
  'plugin_id' | 'refusal' | 'enabled' | 'paused' | 'live_revision' | 'versions'
>;
export type JudgedQuarantine = Pick<StoppedRevision, 'processor' | 'revision' | 'reason'>;

/** The plugins that do not run, each with what to do. How far the others are behind is said of the consumers. */
export function judgePlugins(
  plugins: readonly JudgedPlugin[],
  quarantines: readonly JudgedQuarantine[],
): readonly Diagnosis[] {
  return plugins.flatMap((plugin) => {
    const own = quarantines.filter((quarantine) => canBeLifted(plugin, quarantine));
    return [judgeState(plugin) ?? [], own.map((quarantine) => judgeQuarantine(plugin, quarantine))].flat();
  });
}

/** One whose code does not run needs other help first, and its refusal says which. */
function canBeLifted(
  { plugin_id, refusal, enabled, versions }: JudgedPlugin,
  { processor, revision }: JudgedQuarantine,
): boolean {
  if (!enabled || pluginOfProcessor(processor) !== plugin_id) return false;
  return refusal === null || versions?.some((version) => revision.split('+', 1)[0] === version) === true;
}

function judgeState({ plugin_id, refusal, enabled, paused, live_revision }: JudgedPlugin): Diagnosis | undefined {
  const command = (verb: string): string => `npm run hub -- plugin ${verb} ${plugin_id}`;
  if (!enabled) return well(plugin_id, 'disabled by a person');
  if (refusal !== null) {
    const advice = `Mend what it says: the hub looks again by itself. Or: ${command('disable')}`;
    return failure(plugin_id, `does not run: ${refusal}`, advice);
  }
  if (paused)
    return warning(plugin_id, 'paused by a person; its figures grow old', `When it may go on: ${command('resume')}`);
  if (live_revision === null) return warning(plugin_id, 'has never run', 'Start the process role: npm start.');
  return undefined;
}

function judgeQuarantine(
  { plugin_id: pluginId, live_revision }: JudgedPlugin,
  { revision, reason }: JudgedQuarantine,
): Diagnosis {
  const look = `npm run hub -- plugin logs ${pluginId}, and plugin errors ${pluginId}`;
  const lift = `npm run hub -- plugin reset-quarantine ${pluginId}`;
  // Of another revision no figure is shown: somebody may wait for it.
  const judge = revision === live_revision ? failure : warning;
  return judge(`${pluginId} ${revision}`, `quarantined: ${reason}`, `See why: ${look}. Once mended: ${lift}`);
}
