import { thrownFault } from '@activity-hub/contracts/plugin/plugin-error';
import { ProcessorFault } from '../bus/lane-processor.ts';

/**
 * Runs what only a plugin can be blamed for: its own code, and the use of what it answered. Its functions are pure,
 * so a repeat would fail again. Never wraps the database, whose failures pass.
 */
export function blamedOnPlugin<Result>(call: () => Result, offset?: number): Result {
  try {
    return call();
  } catch (error) {
    if (error instanceof ProcessorFault) throw error;
    const at = offset === undefined ? {} : { offset };
    const { code, values } = thrownFault(error);
    throw new ProcessorFault(code, values, { cause: error, ...at });
  }
}
