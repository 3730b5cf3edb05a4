import type { Act } from '@activity-hub/contracts/access/act';
import { liftQuarantines } from '@activity-hub/db/plugins/lift-quarantines';
import type { PluginRow } from '@activity-hub/db/plugins/plugin-row';
import { setDesiredState } from '@activity-hub/db/plugins/set-desired-state';
import { auditedChange, type ChangeSources } from './audited-change.ts';

type Desired = Pick<PluginRow, 'enabled' | 'paused' | 'restarts'>;

const desiredOf = ({ enabled, paused, restarts }: Desired): Desired => ({ enabled, paused, restarts });

/** The verbs that need nothing but the plugin: what the audit calls each, and what is wanted after it. */
export const desiredChanges = {
  enable: { action: 'plugin.enabled', after: (was: Desired): Desired => ({ ...was, enabled: true }) },
  disable: { action: 'plugin.disabled', after: (was: Desired): Desired => ({ ...was, enabled: false }) },
  pause: { action: 'plugin.paused', after: (was: Desired): Desired => ({ ...was, paused: true }) },
  resume: { action: 'plugin.resumed', after: (was: Desired): Desired => ({ ...was, paused: false }) },
  restart: { action: 'plugin.restarted', after: (was: Desired): Desired => ({ ...was, restarts: was.restarts + 1 }) },
} as const;

/** What is so already is left as it is, and not recorded. */
export async function changeDesired(
  sources: ChangeSources,
  verb: keyof typeof desiredChanges,
  pluginId: string,
  act: Act,
): Promise<void> {
  const { action, after } = desiredChanges[verb];
  await auditedChange(sources, {
    pluginId,
    action,
    act,
    async work(transaction, plugin) {
      const was = desiredOf(plugin);
      const wanted = after(was);
      if (was.enabled === wanted.enabled && was.paused === wanted.paused && was.restarts === wanted.restarts)
        return undefined;
      await setDesiredState(transaction, pluginId, wanted);
      return { before: { ...was }, after: { ...wanted } };
    },
  });
}

/** Lets every revision run again and asks for a restart: the process role looks at the tables anew. */
export async function resetQuarantine(sources: ChangeSources, pluginId: string, act: Act): Promise<void> {
  await auditedChange(sources, {
    pluginId,
    action: 'plugin.quarantine_reset',
    act,
    async work(transaction, plugin) {
      const reasons = await liftQuarantines(transaction, pluginId);
      await setDesiredState(transaction, pluginId, desiredChanges.restart.after(desiredOf(plugin)));
      return { before: { quarantines: reasons }, after: { restarts: plugin.restarts + 1 } };
    },
  });
}
