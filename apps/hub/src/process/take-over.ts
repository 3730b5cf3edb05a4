import type { DesiredPlugin } from '@activity-hub/db/plugins/list-desired-plugins';
import type { PluginRegistry } from './plugin-registry.ts';
import type { Successor } from './successor-of.ts';

export interface TakeOver {
  readonly done: boolean;
  /** For the log of the plugin; undefined: another process was quicker. */
  readonly message: string | undefined;
}

/** Makes a successor the live revision, and says what the old one has left to it. */
export async function takeOver(
  registry: Pick<PluginRegistry, 'promote' | 'waiting'>,
  { plugin_id, live_revision }: Pick<DesiredPlugin, 'plugin_id' | 'live_revision'>,
  { revision, message }: Successor,
): Promise<TakeOver> {
  const waiting = await registry.waiting(plugin_id, live_revision ?? '');
  const refusal = await registry.promote(plugin_id, revision);
  if (refusal === 'ahead') {
    const why = `it folded in silence some of the ${waiting} events for which ${live_revision}, whose code is gone, had still to derive.`;
    const remedy = `Install the code of ${live_revision} again, or discard ${revision} and configure it anew.`;
    return { done: false, message: `${revision} cannot take over: ${why} ${remedy}` };
  }
  if (refusal !== null) return { done: false, message: undefined };
  if (waiting === 0) return { done: true, message };
  return { done: true, message: `${message} ${waiting} events that wait in its inbox are left to ${revision}.` };
}
