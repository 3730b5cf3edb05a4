import { type AnyAggregator, isDeadlineAware, payloadsReadBy } from '@activity-hub/contracts/plugin/aggregator';
import type { AnyDetector } from '@activity-hub/contracts/plugin/detector';
import { type Entering, foldGroup } from '@activity-hub/contracts/plugin/fold-group';
import { inspectGroup } from '@activity-hub/contracts/plugin/inspect-group';
import { keysOf } from '@activity-hub/contracts/plugin/keys-of';
import { thrownFault } from '@activity-hub/contracts/plugin/plugin-error';
import type { AggregatorProgram, DetectorProgram } from '@activity-hub/contracts/plugin/program';
import type { ProcessorRef } from '@activity-hub/db/checkpoints/consumer-store';
import { placeOf } from '../bus/event-place.ts';
import { ProcessorFault } from '../bus/lane-processor.ts';
import type { PluginWatch } from './plugin-watch.ts';

/** A shipped aggregator, run in this process under the watchdog. */
export function inProcessAggregator(
  plugin: AnyAggregator,
  config: unknown,
  ref: ProcessorRef,
  watch: PluginWatch,
): AggregatorProgram {
  const watched = watchedBy(ref, watch);
  return {
    deadlines: isDeadlineAware(plugin),
    payloads: payloadsReadBy(plugin, config),
    keysOf: (events, lane) => watched(lane, (entering) => keysOf(plugin, events, entering)),
    fold: (requests, lane) =>
      watched(lane, (entering) => requests.map((request) => foldGroup(plugin, config, request, entering))),
  };
}

/** A shipped detector, run in this process under the watchdog. */
export function inProcessDetector(
  plugin: AnyDetector,
  config: unknown,
  ref: ProcessorRef,
  watch: PluginWatch,
): DetectorProgram {
  const watched = watchedBy(ref, watch);
  return {
    keysOf: (events, lane) => watched(lane, (entering) => keysOf(plugin, events, entering)),
    inspect: (requests, lane) =>
      watched(lane, (entering) => requests.map((request) => inspectGroup(plugin, config, request, entering))),
  };
}

/** Tells the watch which event plugin code is about to see, and that it came back. */
function watchedBy(ref: ProcessorRef, watch: PluginWatch) {
  return <Result>(lane: number, call: (entering: Entering) => Result): Result => {
    let offset: number | undefined;
    const entering: Entering = (event) => {
      offset = event === undefined ? undefined : placeOf(event).offset;
      watch.entering(ref, lane, offset ?? 0);
    };
    try {
      return call(entering);
    } catch (error) {
      const at = offset === undefined ? {} : { offset };
      const { code, values } = thrownFault(error);
      throw new ProcessorFault(code, values, { cause: error, ...at });
    } finally {
      watch.left();
    }
  };
}
