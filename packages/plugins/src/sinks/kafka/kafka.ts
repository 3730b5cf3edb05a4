import type { RecordedEvent } from '@activity-hub/contracts/event';
import type { DeliveryResult, Sink } from '@activity-hub/contracts/plugin/sink';
import { type KafkaConfig, kafkaConfig } from './kafka-config.ts';
import { type KafkaMessage, messageOf, topicOf } from './kafka-message.ts';
import { sendMessages } from './send-messages.ts';

/** Events as records of public topics, one topic per type. */
export const kafka: Sink<KafkaConfig> = {
  manifest: {
    id: 'kafka',
    version: '1.0.0',
    kind: 'sink',
    hub: '^0.1.0',
    title: { en: 'Kafka', ru: 'Kafka' },
    description: {
      en: 'Publishes events to topics of Kafka, one per type, keyed by the person.',
      ru: 'Публикует события в темы Kafka: отдельная тема на тип, ключ — участник.',
    },
    config: kafkaConfig,
    topics: ['activity.**'],
    scope: 'stream',
    windows: [],
    emits: [],
  },

  async connect(config, context) {
    if (config.brokers.length === 0) throw new TypeError('kafka has no broker: set "brokers"');
    // The client is large: a hub without such a sink does not load it.
    const { kafkaProducer } = await import('./kafka-producer.ts');
    const producer = kafkaProducer(config, context);
    const stopped = stopOf(context.signal);
    const send = (topic: string, messages: readonly KafkaMessage[]): Promise<DeliveryResult[]> =>
      sendMessages(
        {
          send: (some) => Promise.race([producer.send(topic, some), stopped]),
          brokers: config.brokers,
          secrets: [config.password],
        },
        messages,
      );
    return {
      async deliver(batch) {
        const results = new Map<string, DeliveryResult>();
        let waiting: DeliveryResult | undefined;
        for (const [topic, messages] of messagesByTopic(batch, config.topic)) {
          const held = waiting;
          const told = held === undefined ? await send(topic, messages) : messages.map((one) => heldBack(one, held));
          for (const result of told) results.set(result.event_id, result);
          waiting ??= told.find((result) => result.outcome === 'retry');
        }
        return batch.map(
          ({ event_id }) => results.get(event_id) ?? { event_id, outcome: 'retry', reason: 'it was not sent' },
        );
      },
      close: () => producer.close(),
    };
  },
};

/** Each event once, in the order of the batch within its topic. */
function messagesByTopic(batch: readonly RecordedEvent[], template: string): Map<string, KafkaMessage[]> {
  const once = [...new Map(batch.map((event) => [event.event_id, event])).values()];
  const grouped = Map.groupBy(once, (event) => topicOf(template, event));
  return new Map([...grouped].map(([topic, events]) => [topic, events.map(messageOf)]));
}

/** A cluster that is away would let every topic of the batch wait for its own time-out. */
function heldBack({ eventId }: KafkaMessage, because: DeliveryResult): DeliveryResult {
  return { ...because, event_id: eventId };
}

/** Rejects when the sink has to stop. */
function stopOf(signal: AbortSignal): Promise<never> {
  const stopped = new Promise<never>((_, reject) => {
    const stop = (): void => reject(new Error('the hub stopped the delivery'));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  // Nobody may be waiting when it happens.
  stopped.catch(() => undefined);
  return stopped;
}
