import type { AnyAggregator } from '@activity-hub/contracts/plugin/aggregator';
import type { AnyDetector } from '@activity-hub/contracts/plugin/detector';
import { announcesInLane } from '../announces.ts';
import type { HostedAggregator, HostedDetector } from '../hosted-plugin.ts';
import { inProcessAggregator, inProcessDetector } from '../in-process-program.ts';

const unwatched = { entering: () => undefined, left: () => undefined };

/** A plugin as a host is given it, in this process, with its default configuration. */
export function hostedAggregator(plugin: AnyAggregator): HostedAggregator {
  const { manifest } = plugin;
  const ref = { processor: manifest.id, version: manifest.version };
  const program = inProcessAggregator(plugin, manifest.config.parse({}), ref, unwatched);
  return { ref, manifest, program, announces: announcesInLane };
}

export function hostedDetector(plugin: AnyDetector): HostedDetector {
  const { manifest } = plugin;
  const ref = { processor: manifest.id, version: manifest.version };
  const program = inProcessDetector(plugin, manifest.config.parse({}), ref, unwatched);
  return { ref, manifest, program, announces: announcesInLane };
}
