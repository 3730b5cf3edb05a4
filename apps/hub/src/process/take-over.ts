import type { PluginFault } from '@activity-hub/contracts/plugin/plugin-fault';
import type { DesiredPlugin } from '@activity-hub/db/plugins/list-desired-plugins';
import type { PluginRegistry } from './plugin-registry.ts';
import type { Successor } from './successor-of.ts';

export interface TakeOver {
  readonly done: boolean;
  /** For the log of the plugin; nothing when another process was quicker. */
  readonly said: readonly PluginFault[];
}

/** Makes a successor the live revision, and says what the old one has left to it. */
export async function takeOver(
  registry: Pick<PluginRegistry, 'promote' | 'waiting'>,
  { plugin_id, live_revision }: Pick<DesiredPlugin, 'plugin_id' | 'live_revision'>,
  { revision, said }: Successor,
): Promise<TakeOver> {
  const waiting = await registry.waiting(plugin_id, live_revision ?? '');
  const refusal = await registry.promote(plugin_id, revision);
  if (refusal === 'ahead') {
    const values = { revision, events: waiting, from: live_revision ?? '' };
    return { done: false, said: [{ code: 'no_take_over', values }] };
  }
  if (refusal !== null) return { done: false, said: [] };
  const left: PluginFault = { code: 'left_events', values: { events: waiting, revision } };
  return { done: true, said: waiting === 0 ? [said] : [said, left] };
}
