import type { JsonObject } from '@activity-hub/contracts/event';
import type { Window } from '@activity-hub/contracts/plugin/aggregator';
import type { PlainManifest } from '@activity-hub/contracts/plugin/plain-manifest';
import { isCalendarKind } from '../checkpoints/group-by-front.ts';
import { shelfOf } from '../checkpoints/state-shelf.ts';
import type { Sql } from '../postgres/client.ts';

/** The live revision of a plugin and what it holds of one key and window. */
export interface HeldKey {
  readonly kind: string;
  readonly manifest: PlainManifest;
  readonly revision: string;
  readonly plugin_version: string;
  readonly config: JsonObject;
  readonly held: {
    /** The lane, or where keys cross streams the bucket. */
    readonly lane: number;
    /** Up to there the state holds the lane, or the bucket. */
    readonly up_to: number;
    /** Of the event that changed it last. */
    readonly user_id: string | null;
    readonly last_event_id: string | null;
    readonly state: JsonObject;
    readonly view: JsonObject | null;
    readonly fired_until: string | null;
  } | null;
}

type HeldRow = Omit<HeldKey, 'held'> & { [Column in keyof NonNullable<HeldKey['held']>]: unknown };

/** In one statement, so that the state holds exactly what lies at or before `up_to`. Undefined: no such plugin is live. */
export async function readHeldKey(
  sql: Sql,
  pluginId: string,
  key: string,
  window: Window,
): Promise<HeldKey | undefined> {
  const shelf = isCalendarKind(window.kind) ? shelfOf(window.start) : null;
  const [row] = await sql<HeldRow[]>`
    select plugin.kind, plugin.manifest, live.revision, live.plugin_version, live.config,
      held.lane, checkpoint."offset" as up_to, held.user_id, held.last_event_id, held.state, held.view, held.fired_until
    from plugin join plugin_revision as live on live.plugin_id = plugin.plugin_id and live.state = 'live'
      left join lateral (
        select * from held_state
        where processor = plugin.plugin_id and version = live.revision and key = ${key}
          and window_kind = ${window.kind} and window_start = ${window.start} and (shelf is null or shelf = ${shelf})
        limit 1) as held on true
      left join checkpoint on checkpoint.processor = held.processor and checkpoint.version = held.version
        and checkpoint.lane = held.lane
    where plugin.plugin_id = ${pluginId}`;
  if (row === undefined) return undefined;
  const { kind, manifest, revision, plugin_version, config, ...held } = row;
  const isHeld = held.lane !== null && held.up_to !== null;
  return { kind, manifest, revision, plugin_version, config, held: isHeld ? (held as HeldKey['held']) : null };
}
