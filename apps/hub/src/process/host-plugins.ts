import type { AnyAggregator } from '@activity-hub/contracts/plugin/aggregator';
import type { AnyDetector } from '@activity-hub/contracts/plugin/detector';
import type { PluginKind, PluginManifest } from '@activity-hub/contracts/plugin/manifest';
import { manifestFaults } from '@activity-hub/contracts/plugin/manifest-faults';
import type { ConsumerStore, ProcessorRef } from '@activity-hub/db/checkpoints/consumer-store';
import type { LaneProcessor } from '../bus/lane-processor.ts';
import { acceptsHub } from './accepts-hub.ts';
import { announcesInLane } from './announces.ts';
import type { HostOptions } from './host-options.ts';
import { inProcessAggregator, inProcessDetector } from './in-process-program.ts';
import type { KeyHistory } from './key-history.ts';
import { RunningAggregator } from './running-aggregator.ts';
import { RunningDetector } from './running-detector.ts';

export interface PluginCatalogue {
  readonly aggregators: readonly AnyAggregator[];
  readonly detectors: readonly AnyDetector[];
}

export interface RefusedPlugin {
  readonly id: string;
  readonly reason: string;
}

export interface HostedPlugins {
  readonly processors: readonly LaneProcessor[];
  readonly refused: readonly RefusedPlugin[];
}

/** Gives every plugin its host. One that cannot run is refused by name, and the hub runs on without it. */
export function hostPlugins(
  catalogue: PluginCatalogue,
  store: Pick<ConsumerStore, 'loadStates' | 'dueStates'>,
  history: KeyHistory,
  options: HostOptions,
  hubVersion: string,
): HostedPlugins {
  const processors: LaneProcessor[] = [];
  const refused: RefusedPlugin[] = [];
  const taken = new Set<string>();
  const host = (manifest: PluginManifest<unknown>, kind: PluginKind, make: () => LaneProcessor): void => {
    const reason = refusalOf(manifest, kind, hubVersion, taken);
    taken.add(manifest.id);
    if (reason !== undefined) refused.push({ id: manifest.id, reason });
    else processors.push(make());
  };
  for (const plugin of catalogue.aggregators) {
    const { manifest } = plugin;
    const ref = refOf(manifest);
    host(manifest, 'aggregator', () => {
      const program = inProcessAggregator(plugin, manifest.config.parse({}), ref, options.watch);
      return new RunningAggregator({ ref, manifest, program, announces: announcesInLane }, store, history, options);
    });
  }
  for (const plugin of catalogue.detectors) {
    const { manifest } = plugin;
    const ref = refOf(manifest);
    host(manifest, 'detector', () => {
      const program = inProcessDetector(plugin, manifest.config.parse({}), ref, options.watch);
      return new RunningDetector({ ref, manifest, program, announces: announcesInLane }, store, options);
    });
  }
  return { processors, refused };
}

function refOf({ id, version }: PluginManifest<unknown>): ProcessorRef {
  return { processor: id, version };
}

function refusalOf(
  manifest: PluginManifest<unknown>,
  kind: PluginKind,
  hubVersion: string,
  taken: ReadonlySet<string>,
): string | undefined {
  const faults = manifestFaults(manifest, kind);
  if (faults.length > 0) return `Its manifest is wrong: ${faults.join('; ')}.`;
  // Two processors under one id would fight over the same checkpoints and states.
  if (taken.has(manifest.id)) return 'Another plugin has the same id.';
  if (!acceptsHub(manifest.hub, hubVersion)) return `It was written for hub ${manifest.hub}; this is ${hubVersion}.`;
  if (manifest.scope === 'custom') return 'Scope "custom" (keys that cross streams) is not carried by this hub yet.';
  return undefined;
}
