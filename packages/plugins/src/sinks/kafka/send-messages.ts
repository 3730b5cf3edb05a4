import type { DeliveryResult } from '@activity-hub/contracts/plugin/sink';
import { withoutSecrets } from '@activity-hub/contracts/plugin/without-secrets';
import type { KafkaMessage } from './kafka-message.ts';
import { kafkaReason } from './kafka-reason.ts';
import { isRefusal } from './kafka-refusal.ts';

export interface Sending {
  readonly send: (messages: readonly KafkaMessage[]) => Promise<void>;
  /** Those that are configured. */
  readonly brokers: readonly string[];
  readonly secrets: readonly string[];
}

/**
 * Sends the records of one topic. Kafka refuses a request as a whole, so a refused one is halved until the record
 * that it is about stands alone.
 */
export async function sendMessages(sending: Sending, messages: readonly KafkaMessage[]): Promise<DeliveryResult[]> {
  try {
    await sending.send(messages);
    return messages.map(({ eventId }) => ({ event_id: eventId, outcome: 'delivered' }));
  } catch (error) {
    const refused = isRefusal(error);
    if (refused && messages.length > 1) {
      const half = Math.ceil(messages.length / 2);
      const first = await sendMessages(sending, messages.slice(0, half));
      return [...first, ...(await sendMessages(sending, messages.slice(half)))];
    }
    const reason = withoutSecrets(kafkaReason(error, sending.brokers), sending.secrets).slice(0, 300);
    return messages.map(({ eventId }) => ({ event_id: eventId, outcome: refused ? 'reject' : 'retry', reason }));
  }
}
