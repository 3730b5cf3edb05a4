import { randomUUID } from 'node:crypto';
import { recordedEventFixture } from '@activity-hub/contracts/plugin/testing/recorded-event-fixture';
import { guardedConnect } from '@activity-hub/hub/dispatch/deliver/guarded-connect';
import { parseAllowList } from '@activity-hub/hub/dispatch/webhook/allow-list';
import { kafka } from '@activity-hub/plugins/sinks/kafka/kafka';
import { Kafka, logLevel } from 'kafkajs';
import { expect, test } from 'vitest';
import { testContext } from './test-context.ts';

const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',').filter(Boolean);
const missing = process.env['KAFKA_MISSING'] ?? 'KAFKA_BROKERS is not set';

/** The stand-in shows everything else; this shows that a real broker takes the same bytes. */
test('a real Kafka keeps the records', { timeout: 60_000 }, async ({ skip }) => {
  if (brokers.length === 0 && process.env['REQUIRE_KAFKA'] === '1') throw new Error(`REQUIRE_KAFKA=1, but ${missing}`);
  skip(brokers.length === 0, `needs Kafka: ${missing}`);
  const topic = `activity.test.${randomUUID()}`;
  const client = new Kafka({ brokers, logLevel: logLevel.NOTHING });
  const admin = client.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: 1 }] });
  const events = [1, 2, 3].map((hour) => recordedEventFixture({ timestamp: `2026-05-04T0${hour}:00:00.000Z` }));
  // Guarded as in the hub: what this Kafka advertises has to be what it was asked by.
  const allow = parseAllowList(brokers.map((broker) => broker.split(':')[0]).join());
  const context = testContext({ connect: guardedConnect({ allow }) });
  const connection = await kafka.connect(kafka.manifest.config.parse({ brokers, topic }), context);
  expect((await connection.deliver(events)).map(({ outcome }) => outcome)).toEqual(Array(3).fill('delivered'));
  await connection.close();

  const consumer = client.consumer({ groupId: randomUUID() });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  const ids: string[] = [];
  await new Promise<void>((done) => {
    void consumer.run({
      eachMessage: async ({ message }) => {
        ids.push(String(message.headers?.['event_id']?.toString()));
        if (ids.length === events.length) done();
      },
    });
  });
  expect(ids).toEqual(events.map((event) => event.event_id));
  await consumer.disconnect();
  await admin.deleteTopics({ topics: [topic] });
  await admin.disconnect();
});
