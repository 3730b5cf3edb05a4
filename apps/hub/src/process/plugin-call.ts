import type { ProcessorRef } from '@activity-hub/db/checkpoints/consumer-store';
import { ProcessorFault } from '../bus/lane-processor.ts';
import type { PluginWatch } from './plugin-watch.ts';

/**
 * Runs plugin code under the watch. Whatever it throws is the plugin's fault: its functions are pure, so
 * a repeat would throw again.
 */
export function callPlugin<Result>(
  watch: PluginWatch,
  ref: ProcessorRef,
  lane: number,
  offset: number | undefined,
  call: () => Result,
): Result {
  watch.entering(ref, lane, offset ?? 0);
  try {
    return call();
  } catch (error) {
    throw error instanceof ProcessorFault ? error : faultOf(error, offset);
  } finally {
    watch.left();
  }
}

function faultOf(error: unknown, offset: number | undefined): ProcessorFault {
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new ProcessorFault(reason.slice(0, 2_000), { cause: error, ...(offset === undefined ? {} : { offset }) });
}
