import type { Statements } from '../postgres/statements.ts';

/**
 * The one place that says whose figures are shown: those of the live revision of a plugin. For "from checkpoint":
 * `join` finds the plugin of a processor, `shown` leaves its shadows and retired revisions out. A processor that is
 * no plugin has no row, and all of its versions are shown.
 */
export function liveRevisions(sql: Statements) {
  return {
    join: sql`left join plugin on plugin.plugin_id = split_part(checkpoint.processor, '/', 1)`,
    shown: sql`(plugin.live_revision is null or plugin.live_revision = checkpoint.version)`,
    /** A person lets it rest: what it lags behind is wanted. */
    rests: sql`coalesce(plugin.paused or not plugin.enabled, false)`,
  };
}
