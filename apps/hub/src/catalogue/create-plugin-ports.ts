import type { Act } from '@activity-hub/contracts/access/act';
import type { PluginView } from '@activity-hub/contracts/activity/plugin';
import type { PluginPorts } from '@activity-hub/contracts/api/plugins-ports';
import { listRevisions } from '@activity-hub/db/plugins/list-revisions';
import type { Sql } from '@activity-hub/db/postgres/client';
import { translatedFailures } from '../query/translated-failures.ts';
import type { ChangeSources } from './audited-change.ts';
import { changeDesired, type desiredChanges, resetQuarantine } from './desired-changes.ts';
import { foldAgain } from './fold-again.ts';
import { readDifference, readErrors, readLogPage, readMetrics } from './plugin-evidence.ts';
import { readPluginList, readPluginView, revisionOf } from './plugin-views.ts';
import { promoteWithConfirmation, rollBack } from './promotions.ts';
import { configurePlugin, discardPluginRevision } from './revision-changes.ts';

export interface CatalogueSources {
  /** For questions only. */
  readonly sql: Sql;
  readonly changes: ChangeSources;
}

const listedRevisions = 200;

/** What can be asked of the plugins and done with them, from beside the process that runs them. */
export function createPluginPorts({ sql, changes }: CatalogueSources): PluginPorts {
  const desired =
    (verb: keyof typeof desiredChanges) =>
    async (pluginId: string, act: Act): Promise<PluginView> => {
      await changeDesired(changes, verb, pluginId, act);
      return readPluginView(sql, pluginId);
    };
  const changed =
    <Wanted extends { readonly plugin_id: string }>(
      work: (sources: ChangeSources, wanted: Wanted, act: Act) => Promise<void>,
    ) =>
    async (wanted: Wanted, act: Act): Promise<PluginView> => {
      await work(changes, wanted, act);
      return readPluginView(sql, wanted.plugin_id);
    };
  return translatedFailures<PluginPorts>({
    list: () => readPluginList(sql),
    get: (pluginId) => readPluginView(sql, pluginId),
    async revisions(pluginId) {
      const rows = await listRevisions(sql, pluginId, listedRevisions);
      if (rows.length === 0) await readPluginView(sql, pluginId);
      return { items: rows.map(revisionOf) };
    },
    configure: changed(configurePlugin),
    foldAgain: changed(foldAgain),
    difference: (query) => readDifference(sql, query),
    promote: changed(promoteWithConfirmation),
    rollback: changed(rollBack),
    discard: changed(discardPluginRevision),
    enable: desired('enable'),
    disable: desired('disable'),
    pause: desired('pause'),
    resume: desired('resume'),
    restart: desired('restart'),
    async resetQuarantine(pluginId, act) {
      await resetQuarantine(changes, pluginId, act);
      return readPluginView(sql, pluginId);
    },
    logs: (search) => readLogPage(sql, search),
    errors: (search) => readErrors(sql, search),
    metrics: (query) => readMetrics(sql, query),
  });
}
