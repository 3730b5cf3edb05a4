import type { Act } from '../access/act.ts';
import type {
  PluginConfiguration,
  PluginFoldingAgain,
  PluginList,
  PluginRevisions,
  PluginRollback,
  PluginView,
  RevisionPromotion,
  RevisionQuery,
} from '../activity/plugin.ts';
import type {
  PluginErrorSearch,
  PluginErrors,
  PluginLogPage,
  PluginLogSearch,
  PluginMetrics,
  PluginMetricsQuery,
  RevisionDifference,
} from '../activity/plugin-evidence.ts';

/**
 * What the procedures on plugins need of a hub. A change answers the plugin as it is wanted from now on; the process
 * role acts on it at once, and the statuses say what it made of it. Every method but `list` may throw not_found.
 */
export interface PluginPorts {
  list(): Promise<PluginList>;
  get(pluginId: string): Promise<PluginView>;
  revisions(pluginId: string): Promise<PluginRevisions>;
  /** Makes a shadow. @throws HubError invalid_config, already_exists when a revision has just this configuration */
  configure(configuration: PluginConfiguration, act: Act): Promise<PluginView>;
  /** Makes a shadow like the live revision. @throws HubError not_promotable, already_exists when one is built, invalid_input */
  foldAgain(wanted: PluginFoldingAgain, act: Act): Promise<PluginView>;
  /** @throws HubError query_timeout when there is too much to compare */
  difference(query: RevisionQuery): Promise<RevisionDifference>;
  /** @throws HubError invalid_input without the confirmation, plugin_busy, not_promotable */
  promote(promotion: RevisionPromotion, act: Act): Promise<PluginView>;
  /** Back to a retired revision. Throws as `promote` does. */
  rollback(rollback: PluginRollback, act: Act): Promise<PluginView>;
  /** Drops the states of a shadow or a retired revision for good. @throws HubError not_promotable when it is live */
  discard(query: RevisionQuery, act: Act): Promise<PluginView>;
  enable(pluginId: string, act: Act): Promise<PluginView>;
  disable(pluginId: string, act: Act): Promise<PluginView>;
  pause(pluginId: string, act: Act): Promise<PluginView>;
  resume(pluginId: string, act: Act): Promise<PluginView>;
  restart(pluginId: string, act: Act): Promise<PluginView>;
  /** Lifts the quarantine of every revision and asks for a restart. */
  resetQuarantine(pluginId: string, act: Act): Promise<PluginView>;
  logs(search: PluginLogSearch): Promise<PluginLogPage>;
  errors(search: PluginErrorSearch): Promise<PluginErrors>;
  metrics(query: PluginMetricsQuery): Promise<PluginMetrics>;
}
