import type { RecordedEvent } from '@activity-hub/contracts/event';
import type { HubMessage } from '@activity-hub/contracts/plugin/protocol';
import { resultOfSent } from '@activity-hub/contracts/plugin/sent-result';
import type { DeliveryResult } from '@activity-hub/contracts/plugin/sink';
import { answerOf } from './answer-of.ts';
import { LongRequest } from './long-request.ts';
import type { PluginLife } from './plugin-life.ts';

/** Less than whoever delivers waits for any sink, who would not know why. */
export const deliverWithinMs = 55_000;

/**
 * One attempt by a sink in a process of its own; of events that do not fit one line together, one after the other.
 * @throws ProcessorFault, PluginEnded: the process is not to be used again
 */
export async function deliverApart(
  life: PluginLife,
  events: readonly RecordedEvent[],
  withinMs = deliverWithinMs,
): Promise<readonly DeliveryResult[]> {
  const message: HubMessage = { type: 'deliver', id: life.nextId(), events: [...events] };
  try {
    const { results } = answerOf('delivered', await life.process.request(message, withinMs));
    return results.map(resultOfSent);
  } catch (error) {
    if (!(error instanceof LongRequest) || events.length < 2) throw error;
    const half = Math.ceil(events.length / 2);
    const first = await deliverApart(life, events.slice(0, half), withinMs / 2);
    return [...first, ...(await deliverApart(life, events.slice(half), withinMs / 2))];
  }
}
