import type { JsonObject, RecordedEvent } from '@activity-hub/contracts/event';
import { type AnyAggregator, isDeadlineAware, isExplainable } from '@activity-hub/contracts/plugin/aggregator';
import { foldGroup } from '@activity-hub/contracts/plugin/fold-group';
import { keysOf } from '@activity-hub/contracts/plugin/keys-of';
import type { AggregatorProgram } from '@activity-hub/contracts/plugin/program';

/** An aggregator that can be asked what its events did. */
export interface ExplainedPlugin {
  readonly program: AggregatorProgram;
  /** The amount of a state, null for none yet; undefined where the aggregator names no amount. */
  readonly amountOf: ((state: JsonObject | null) => number) | undefined;
  readonly weightOf: (event: RecordedEvent) => number | null;
  stop(): Promise<void>;
}

/** Of the hub's own catalogue: it runs in this process, which whoever asked ends when a call hangs. */
export function shippedAsExplained(plugin: AnyAggregator, given: JsonObject): ExplainedPlugin {
  const config = plugin.manifest.config.parse(given);
  const program: AggregatorProgram = {
    deadlines: isDeadlineAware(plugin),
    keysOf: async (events) => keysOf(plugin, events),
    fold: async (requests) => requests.map((request) => foldGroup(plugin, config, request)),
  };
  const stop = async (): Promise<void> => undefined;
  if (!isExplainable(plugin)) return withoutAmount({ program, stop });
  return {
    program,
    stop,
    amountOf: (state) => plugin.amountOf(state ?? plugin.initialState(config), config),
    weightOf: (event) => plugin.weightOf?.(event, config) ?? null,
  };
}

/** Known by what it folds alone. */
export function withoutAmount(opened: Pick<ExplainedPlugin, 'program' | 'stop'>): ExplainedPlugin {
  return { program: opened.program, stop: () => opened.stop(), amountOf: undefined, weightOf: () => null };
}
