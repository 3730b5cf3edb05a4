import type { RecordedEvent } from '../event.ts';
import type { AnyAggregator } from './aggregator.ts';
import type { Entering } from './fold-group.ts';
import { reasonOf } from './plugin-error.ts';
import type { KeysAnswer, PluginFault } from './program.ts';

/** Asks a plugin which key each event belongs to; an event at which it throws has none and is named as a fault. */
export function keysOf(
  plugin: Pick<AnyAggregator, 'keyOf'>,
  events: readonly RecordedEvent[],
  entering: Entering = () => undefined,
): KeysAnswer {
  const faults: PluginFault[] = [];
  const keys = events.map((event, index) => {
    entering(event);
    try {
      return plugin.keyOf(event) ?? null;
    } catch (error) {
      faults.push({ index, reason: reasonOf(error) });
      return null;
    }
  });
  return { keys, faults };
}
