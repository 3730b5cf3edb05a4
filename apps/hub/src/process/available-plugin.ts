import type { JsonObject } from '@activity-hub/contracts/event';
import type { AnyAggregator } from '@activity-hub/contracts/plugin/aggregator';
import { isDeadlineAware, isExplainable } from '@activity-hub/contracts/plugin/aggregator';
import { configJsonSchema } from '@activity-hub/contracts/plugin/config-json-schema';
import type { AnyDetector } from '@activity-hub/contracts/plugin/detector';
import type { PluginManifest } from '@activity-hub/contracts/plugin/manifest';
import { manifestFaults } from '@activity-hub/contracts/plugin/manifest-faults';
import type { PlainManifest } from '@activity-hub/contracts/plugin/plain-manifest';
import { PluginError } from '@activity-hub/contracts/plugin/plugin-error';
import { type PluginFault, type PluginSaying, quotingFaults } from '@activity-hub/contracts/plugin/plugin-fault';
import type { AggregatorProgram, DetectorProgram } from '@activity-hub/contracts/plugin/program';
import type { ProcessorRef } from '@activity-hub/db/checkpoints/consumer-store';
import type { PassedOver } from '@activity-hub/db/plugins/write-process-role';
import { demandConfig } from '../catalogue/config-fault.ts';
import { acceptsHub, isHubRange } from './accepts-hub.ts';
import { inProcessAggregator, inProcessDetector } from './in-process-program.ts';
import type { PluginWatch } from './plugin-watch.ts';

/** Takes what a plugin says, and its host of it. */
export type PluginLog = (level: 'debug' | 'info' | 'warn' | 'error', message: PluginSaying) => void;

/** What a plugin is opened into. */
export interface PluginHost {
  readonly log: PluginLog;
  /** Whether others wait for the processors right now. */
  readonly isBusy: () => boolean;
}

/** A plugin that was opened under one configuration. */
export type OpenedPlugin = {
  /** In a process of its own, which may take its time over an answer. */
  readonly apart: boolean;
  stop(): Promise<void>;
  memoryMb(): number | undefined;
} & (
  | { readonly kind: 'aggregator'; readonly program: AggregatorProgram }
  | { readonly kind: 'detector'; readonly program: DetectorProgram }
);

/** Code of one version of a plugin, as this process can run it. */
export interface AvailablePlugin {
  readonly manifest: PlainManifest;
  readonly configSchema: JsonObject;
  readonly defaults: JsonObject;
  readonly provenance: 'shipped' | 'installed';
  /** Changes with the code: what runs of an older state is started again. */
  readonly fingerprint: string;
  /** Why it cannot run. */
  readonly refusal: PluginFault | undefined;
  /** Of one that was refused: the last lines it wrote to its standard error. */
  readonly said?: string;
  /** What keeps it from nothing, but whoever installed it should know: its log says it, once. */
  readonly notes?: readonly PluginFault[];
  readonly abilities: readonly string[];
  /** @throws PluginError when the configuration does not fit or the plugin does not start. */
  open(config: JsonObject, ref: ProcessorRef, host: PluginHost): Promise<OpenedPlugin>;
}

/** What is installed beside the hub's own catalogue. */
export interface InstalledPlugins {
  readonly list: () => Promise<readonly AvailablePlugin[]>;
  /** Plugins that have not answered yet since the start: nothing is known of them. */
  readonly awaited: () => readonly string[];
  /** Folders that cannot be listed. */
  readonly passedOver: () => readonly PassedOver[];
}

/** A plugin of the hub's own catalogue: runs in this process under the watchdog. */
export function shippedPlugin(
  plugin: AnyAggregator | AnyDetector,
  hubVersion: string,
  watch: PluginWatch,
): AvailablePlugin {
  const { config, ...manifest } = plugin.manifest;
  const refusal = refusalOf(plugin.manifest, hubVersion);
  const configSchema = refusal === undefined ? configJsonSchema(config) : {};
  return {
    manifest,
    configSchema,
    defaults: {},
    provenance: 'shipped',
    fingerprint: manifest.version,
    refusal,
    abilities: isAggregator(plugin) ? abilitiesOf(plugin) : [],
    open: async (given, ref) => {
      demandConfig(configSchema, given);
      const parsed = config.safeParse(given);
      if (!parsed.success) throw new PluginError('config', { reason: parsed.error.issues[0]?.message ?? '' });
      const common = { apart: false, stop: async () => undefined, memoryMb: () => undefined };
      return isAggregator(plugin)
        ? { ...common, kind: 'aggregator', program: inProcessAggregator(plugin, parsed.data, ref, watch) }
        : { ...common, kind: 'detector', program: inProcessDetector(plugin, parsed.data, ref, watch) };
    },
  };
}

function isAggregator(plugin: AnyAggregator | AnyDetector): plugin is AnyAggregator {
  return 'apply' in plugin;
}

function abilitiesOf(plugin: AnyAggregator): readonly string[] {
  return [isDeadlineAware(plugin) ? 'deadlines' : [], isExplainable(plugin) ? 'explain' : []].flat();
}

/** Why a manifest cannot be hosted; undefined when it can. */
export function refusalOf(manifest: PluginManifest<unknown>, hubVersion: string): PluginFault | undefined {
  const faults = manifestFaults(manifest, manifest.kind);
  if (faults.length > 0) return quotingFaults('manifest', faults);
  if (!isHubRange(manifest.hub)) return { code: 'no_range', values: { wants: manifest.hub, has: hubVersion } };
  if (!acceptsHub(manifest.hub, hubVersion))
    return { code: 'hub_range', values: { wants: manifest.hub, has: hubVersion } };
  return undefined;
}
