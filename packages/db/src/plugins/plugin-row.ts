import type { PluginDocument, Provenance, RevisionState } from '@activity-hub/contracts/activity/plugin';
import type { JsonObject } from '@activity-hub/contracts/event';
import type { PluginFaultCode, PluginFaultValues } from '@activity-hub/contracts/plugin/plugin-fault';

export interface PluginRow {
  readonly plugin_id: string;
  readonly kind: PluginDocument['kind'];
  /** Of a refused plugin it may be anything: see documentOf of the hub. */
  readonly manifest: PluginDocument;
  readonly provenance: Provenance;
  readonly refusal: string | null;
  readonly refusal_code: PluginFaultCode | null;
  readonly refusal_values: PluginFaultValues | null;
  readonly enabled: boolean;
  readonly paused: boolean;
  readonly restarts: number;
  readonly live_revision: string | null;
  readonly installed_at: string;
  readonly updated_at: string;
  /** Of its code, those that a process role has at hand; null while none says so. */
  readonly versions: readonly string[] | null;
  /** A process role is about to run its live revision. */
  readonly starting: boolean;
}

export interface RevisionRow {
  readonly revision: string;
  readonly plugin_version: string;
  readonly config: JsonObject;
  readonly state: RevisionState;
  readonly note: string | null;
  readonly made_by: string;
  readonly made_at: string;
  readonly promoted_by: string | null;
  readonly promoted_at: string | null;
}

/** The consumers of a plugin: with keys that cross streams, one that hands them on stands beside the one that folds. */
export function processorsOf(pluginId: string): readonly string[] {
  return [pluginId, inboxProcessorOf(pluginId)];
}

export function inboxProcessorOf(pluginId: string): string {
  return `${pluginId}/inbox`;
}

/** The plugin a consumer belongs to. */
export function pluginOfProcessor(processor: string): string {
  return processor.endsWith('/inbox') ? processor.slice(0, -'/inbox'.length) : processor;
}
