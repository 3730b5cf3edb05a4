import { recordedEventFixture } from '@activity-hub/contracts/plugin/testing/recorded-event-fixture';
import { type SinkTarget, sinkConformance } from '@activity-hub/contracts/plugin/testing/sink-conformance';
import { guardedConnect } from '@activity-hub/hub/dispatch/deliver/guarded-connect';
import { nothingAllowed, parseAllowList } from '@activity-hub/hub/dispatch/webhook/allow-list';
import { kafka } from '@activity-hub/plugins/sinks/kafka/kafka';
import { afterEach, describe, expect, test } from 'vitest';
import { type KafkaStandIn, startKafka } from './kafka-stand-in.ts';
import { testContext } from './test-context.ts';

const events = [
  'learning.lesson_completed',
  'learning.lesson_completed',
  'work.completed',
  'learning.lesson_completed',
].map((type, hour) =>
  recordedEventFixture({ event_type: `activity.${type}`, timestamp: `2026-05-04T0${hour}:00:00.000Z` }),
);

async function open(): Promise<SinkTarget> {
  const standIn = await startKafka();
  return {
    config: { brokers: standIn.brokers, password: 'a-password-nobody-sees' },
    received: async () => standIn.records.map((record) => record.headers['event_id'] ?? ''),
    violations: () => standIn.violations,
    fail: () => standIn.failNext(Number.POSITIVE_INFINITY),
    hang: () => standIn.hang(),
    refuse: (eventId) => standIn.refuse(eventId),
    recover: () => standIn.reset(),
    stop: () => standIn.stop(),
  };
}

describe('kafka', () => {
  for (const { name, run } of sinkConformance(kafka, { events, open })) test(name, run);

  let standIn: KafkaStandIn | undefined;
  afterEach(async () => {
    await standIn?.stop();
    standIn = undefined;
  });
  const connect = async (settings = {}, given = {}, advertised?: string) => {
    const started = await startKafka(advertised);
    standIn = started;
    const config = kafka.manifest.config.parse({ brokers: started.brokers, ...settings });
    return { started, connection: await kafka.connect(config, testContext(given)) };
  };

  test('publishes each type to its topic, in the order of the batch, with the id in a header', async () => {
    const { started, connection } = await connect();
    await connection.deliver(events);
    await connection.close();
    expect(started.records.map(({ topic }) => topic)).toEqual([
      ...Array(3).fill('activity.learning.lesson_completed'),
      'activity.work.completed',
    ]);
    const [first] = started.records;
    expect(JSON.parse(first?.value ?? '')).toEqual(events[0]);
    expect(first).toMatchObject({ key: events[0]?.user_id, headers: { event_id: events[0]?.event_id } });
  });

  test('uses the topic of the template', async () => {
    const { started, connection } = await connect({ topic: 'hub.{source}.{category}' });
    await connection.deliver(events.slice(0, 1));
    await connection.close();
    expect(started.records[0]?.topic).toBe('hub.lms.learning');
  });

  test('rides out a short trouble of the broker', async () => {
    const { started, connection } = await connect();
    started.failNext(1);
    expect((await connection.deliver(events)).every(({ outcome }) => outcome === 'delivered')).toBe(true);
    await connection.close();
    expect(started.records).toHaveLength(4);
  });

  test('loses nothing when it is not known whether the last records were written', async () => {
    const { started, connection } = await connect({ timeout_seconds: 1 });
    started.loseAnswers(3);
    expect(await connection.deliver(events.slice(0, 1))).toMatchObject([{ outcome: 'retry' }]);
    expect(await connection.deliver(events.slice(1, 2))).toMatchObject([{ outcome: 'delivered' }]);
    await connection.close();
    expect(started.records.map(({ headers }) => headers['event_id'])).toEqual(
      events.slice(0, 2).map((event) => event.event_id),
    );
  });

  test('holds back the other topics when the cluster is away', async () => {
    const { started, connection } = await connect();
    await started.stop();
    const results = await connection.deliver(events);
    expect(results.map(({ outcome }) => outcome)).toEqual(Array(4).fill('retry'));
    await connection.close();
  });

  test('reaches no broker that the hub forbids, and says why', async () => {
    const { started, connection } = await connect({}, { connect: guardedConnect({ allow: nothingAllowed }) });
    const [result] = await connection.deliver(events.slice(0, 1));
    const [broker] = started.brokers;
    expect(result).toMatchObject({
      outcome: 'retry',
      reason: `${broker}: Connection error: 127.0.0.1 is a loopback address; nothing is sent there unless an operator allows it.`,
    });
    await connection.close();
    expect(started.connections()).toBe(0);
  });

  test('reaches those that an operator allows, and none that the cluster names beyond', async () => {
    const allow = parseAllowList('127.0.0.1/32');
    const { started, connection } = await connect({}, { connect: guardedConnect({ allow }) }, '10.0.0.1');
    expect(await connection.deliver(events.slice(0, 1))).toMatchObject([
      {
        outcome: 'retry',
        reason: expect.stringMatching(/^10\.0\.0\.1:\d+, which the cluster names: .*10\.0\.0\.1 is a private address/),
      },
    ]);
    await connection.close();
    expect(started.connections()).toBeGreaterThan(0);
    expect(started.records).toEqual([]);
  });

  test('needs a broker and a template that it knows', async () => {
    await expect(kafka.connect(kafka.manifest.config.parse({}), testContext())).rejects.toThrow('no broker');
    expect(kafka.manifest.config.safeParse({ topic: 'activity.{user}' }).success).toBe(false);
  });
});
