import type { JsonObject, RecordedEvent } from '@activity-hub/contracts/event';
import { type AnyAggregator, isExplainable } from '@activity-hub/contracts/plugin/aggregator';
import type { AggregatorProgram } from '@activity-hub/contracts/plugin/program';
import { inProcessAggregator } from '../process/in-process-program.ts';

/** An aggregator that can be asked what its events did. */
export interface ExplainedPlugin {
  readonly program: AggregatorProgram;
  /** The amount of a state, null for none yet; undefined where the aggregator names no amount. */
  readonly amountOf: ((state: JsonObject | null) => number) | undefined;
  readonly weightOf: (event: RecordedEvent) => number | null;
  stop(): Promise<void>;
}

/** Whoever asked ends this process when a call hangs. */
const unwatched = { entering: () => undefined, left: () => undefined };

/** Of the hub's own catalogue: it runs in this process. */
export function shippedAsExplained(plugin: AnyAggregator, given: JsonObject): ExplainedPlugin {
  const { id, version, config: schema } = plugin.manifest;
  const config = schema.parse(given);
  const program = inProcessAggregator(plugin, config, { processor: id, version }, unwatched);
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
