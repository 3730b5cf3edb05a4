import { setTimeout } from 'node:timers/promises';
import type { SinkContext } from '@activity-hub/contracts/plugin/context';
import {
  type ISocketFactory,
  Kafka,
  type KafkaConfig as KafkaSettings,
  logLevel,
  Partitioners,
  type Producer,
} from 'kafkajs';
import type { KafkaConfig } from './kafka-config.ts';
import type { KafkaMessage } from './kafka-message.ts';
import { isRefusal } from './kafka-refusal.ts';

/** Few: the host tries again too, and records each attempt. The protocol of an idempotent producer demands some. */
const retry = { retries: 2, initialRetryTime: 100, maxRetryTime: 1_000 };

const GOODBYE_MS = 2_000;
/** As the client's own sockets have it: a broker that went away silently is noticed. */
const KEEP_ALIVE_MS = 60_000;

export interface KafkaProducer {
  /** @throws when a record of them was not confirmed by all replicas in sync */
  send(topic: string, messages: readonly KafkaMessage[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * Connects with the first record, so that a Kafka that is away holds nothing up. After a failure of which it is not
 * known whether the records were written, the next ones go by a new producer: a broker takes others under the same
 * sequence numbers for a repeat, confirms them and drops them.
 */
export function kafkaProducer(config: KafkaConfig, context: SinkContext): KafkaProducer {
  let current: Promise<Producer> | undefined;
  const connected = (): Promise<Producer> => {
    if (current !== undefined) return current;
    const producer = producerOf(config, context);
    current = producer.connect().then(() => producer);
    return current;
  };
  return {
    async send(topic, messages) {
      const used = connected();
      try {
        await (await used).send({
          topic,
          acks: -1,
          timeout: config.timeout_seconds * 1_000,
          messages: messages.map(({ key, value, headers }) => ({ key, value, headers: { ...headers } })),
        });
      } catch (error) {
        if (!isRefusal(error)) {
          if (current === used) current = undefined;
          void disconnect(used);
        }
        throw error;
      }
    },
    async close() {
      if (current === undefined) return;
      const disconnected = disconnect(current);
      current = undefined;
      // The client waits for answers that may never come.
      if (!context.signal.aborted)
        await Promise.race([disconnected, setTimeout(GOODBYE_MS, undefined, { ref: false })]);
    },
  };
}

async function disconnect(used: Promise<Producer>): Promise<void> {
  try {
    await (await used).disconnect();
  } catch {
    // One that never connected, or is cut off, has nothing to leave in order.
  }
}

function producerOf(config: KafkaConfig, context: SinkContext): Producer {
  const milliseconds = config.timeout_seconds * 1_000;
  const client = new Kafka({
    clientId: config.client_id,
    brokers: [...config.brokers],
    ssl: config.tls,
    connectionTimeout: Math.min(milliseconds, 3_000),
    requestTimeout: milliseconds,
    enforceRequestTimeout: true,
    retry,
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => context.log('debug', `kafka: ${entry.log.message}`),
    // Also for the brokers that the cluster names: they may lie anywhere.
    socketFactory: socketsOf(config, context),
    ...accountOf(config),
  });
  return client.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    createPartitioner: Partitioners.DefaultPartitioner,
    retry,
  });
}

function socketsOf({ tls }: KafkaConfig, { connect }: SinkContext): ISocketFactory {
  return ({ host, port, onConnect }) =>
    connect({ host, port, tls })
      .setKeepAlive(true, KEEP_ALIVE_MS)
      .once(tls ? 'secureConnect' : 'connect', onConnect);
}

function accountOf({ sasl, username, password }: KafkaConfig): Pick<KafkaSettings, 'sasl'> {
  if (sasl === 'none') return {};
  if (sasl === 'plain') return { sasl: { mechanism: 'plain', username, password } };
  if (sasl === 'scram-sha-256') return { sasl: { mechanism: 'scram-sha-256', username, password } };
  return { sasl: { mechanism: 'scram-sha-512', username, password } };
}
