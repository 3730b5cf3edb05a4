import type { JsonObject } from '@activity-hub/contracts/event';
import type { PluginFault } from '@activity-hub/contracts/plugin/plugin-fault';
import { laneHeads } from '../event-store/lane-heads.ts';
import type { Sql } from '../postgres/client.ts';
import { prepareRevision } from './prepare-revision.ts';
import { storableFault } from './storable-fault.ts';

/** What a process that can run a plugin says of it. */
export interface PluginRegistration {
  readonly plugin_id: string;
  readonly kind: 'aggregator' | 'detector' | 'sink';
  readonly version: string;
  /** Titles, topics, windows, emits and the JSON Schema of the configuration. */
  readonly manifest: JsonObject;
  readonly provenance: 'shipped' | 'installed';
  /** Why it cannot run. */
  readonly refusal: PluginFault | null;
  /** The configuration of a first revision. */
  readonly defaults: JsonObject;
}

/**
 * Tells the catalogue what is installed. The first revision of a plugin is live at once and announces nothing of
 * the history it finds; code of another version becomes a shadow with the configuration of the live one. Repeats
 * change nothing.
 */
export async function registerPlugin(sql: Sql, plugin: PluginRegistration): Promise<void> {
  const { plugin_id, kind, version, manifest, provenance, refusal, defaults } = plugin;
  const why = refusal === null ? undefined : storableFault(refusal);
  await sql`
    insert into plugin (plugin_id, kind, manifest, provenance, refusal, refusal_code, refusal_values)
    values (${plugin_id}, ${kind}, ${JSON.stringify(manifest)}::text::json, ${provenance}, ${why?.reason ?? null},
      ${why?.reason_code ?? null}, ${why === undefined ? null : JSON.stringify(why.reason_values)}::text::jsonb)
    on conflict (plugin_id) do update set kind = excluded.kind, manifest = excluded.manifest,
      provenance = excluded.provenance, refusal = excluded.refusal, refusal_code = excluded.refusal_code,
      refusal_values = excluded.refusal_values, updated_at = now()
    where (plugin.kind, plugin.manifest::text, plugin.provenance, plugin.refusal, plugin.refusal_code, plugin.refusal_values)
      is distinct from (excluded.kind, excluded.manifest::text, excluded.provenance, excluded.refusal,
        excluded.refusal_code, excluded.refusal_values)`;
  if (refusal !== null) return;
  const [known] = await sql<{ live: boolean; versioned: boolean }[]>`
    select coalesce(bool_or(state = 'live'), false) as live,
      coalesce(bool_or(plugin_version = ${version}), false) as versioned
    from plugin_revision where plugin_id = ${plugin_id}`;
  if (known?.versioned === true) return;
  const state = known?.live === true ? 'shadow' : 'live';
  const scope = manifest['scope'] === 'custom' ? 'custom' : 'stream';
  await prepareRevision(sql, { id: plugin_id, scope }, version, state === 'live' ? await laneHeads(sql) : undefined);
  await sql`
    with made as (
      insert into plugin_revision (plugin_id, revision, plugin_version, config, state, made_by, promoted_at)
      select ${plugin_id}, ${version}, ${version},
        coalesce((select config from plugin_revision where plugin_id = ${plugin_id} and state = 'live'),
          ${JSON.stringify(defaults)}::text::jsonb),
        ${state}, 'hub', case when ${state} = 'live' then now() end
      on conflict do nothing returning revision)
    update plugin set live_revision = ${version}, updated_at = now()
    where plugin_id = ${plugin_id} and ${state} = 'live' and exists (select from made)`;
}
