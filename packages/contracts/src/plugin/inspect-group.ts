import type { JsonObject } from '../event.ts';
import type { AnyDetector } from './detector.ts';
import type { Entering } from './fold-group.ts';
import { reasonOf } from './plugin-error.ts';
import type { InspectAnswer, InspectRequest, PluginFault } from './program.ts';

/** Runs a detector over the events of one key: the only place where that is done. See `foldGroup`. */
export function inspectGroup(
  plugin: AnyDetector,
  config: unknown,
  request: InspectRequest,
  entering: Entering = () => undefined,
): InspectAnswer {
  const findings: InspectAnswer['findings'][number][] = [];
  const faults: PluginFault[] = [];
  let state: JsonObject | undefined = request.state ?? undefined;
  for (const [index, event] of request.events.entries()) {
    entering(event);
    try {
      const judged: Partial<ReturnType<AnyDetector['inspect']>> | null | undefined = plugin.inspect(
        state,
        { event },
        event.recorded_at,
        config,
      );
      // Authors without a type check, as in foldGroup.
      if (typeof judged?.next !== 'object' || !Array.isArray(judged.findings))
        throw new TypeError('inspect must give back { next, findings }: a state, and a list that may be empty.');
      state = judged.next;
      for (const finding of judged.findings) findings.push({ ...finding, index });
    } catch (error) {
      faults.push({ index, reason: reasonOf(error) });
    }
  }
  return { state: state ?? null, findings, faults };
}
