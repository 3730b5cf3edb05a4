import { recordedEventFixture } from '@activity-hub/contracts/plugin/testing/recorded-event-fixture';
import { sinkConformance } from '@activity-hub/contracts/plugin/testing/sink-conformance';
import type { SubsystemDescription } from '@activity-hub/plugins/sinks/subsystem/subsystem-description';
import { afterEach, describe, expect, test } from 'vitest';
import { type SubsystemStandIn, startSubsystemStandIn } from './subsystem-stand-in.ts';
import { subsystemTarget } from './subsystem-target.ts';
import { subsystems } from './subsystems.ts';
import { testContext } from './test-context.ts';

const eventsOf = ({ example }: SubsystemDescription, count = 5) =>
  Array.from({ length: count }, (_, hour) =>
    recordedEventFixture({ ...example, timestamp: `2026-05-04T1${hour}:00:00.000Z` }),
  );

describe.each(subsystems)('$description.id', ({ sink, description }) => {
  const { id } = description;
  const events = eventsOf(description);
  for (const { name, run } of sinkConformance(sink, { events, open: () => subsystemTarget(id) })) test(name, run);

  let standIn: SubsystemStandIn;
  afterEach(() => standIn?.stop());
  const connect = async (settings = {}) => {
    standIn = await startSubsystemStandIn(id);
    const config = sink.manifest.config.parse({ url: standIn.url, token: standIn.token, ...settings });
    return sink.connect(config, testContext());
  };

  test('sends the mapped fields', async () => {
    await (await connect()).deliver(events);
    const { data, event_type } = standIn.accepted.get(events[0]?.event_id ?? '') ?? {};
    expect(event_type).toBe(description.example.event_type);
    const [field, pointer] = Object.entries(description.mapping).find(
      ([, from]) => description.example.payload[from.replace('/payload/', '')] !== undefined,
    ) ?? ['', ''];
    expect(data?.[field]).toEqual(description.example.payload[pointer.replace('/payload/', '')]);
    expect(standIn.violations).toEqual([]);
  });

  test('waits as long as it is told, and sends nothing after what has to wait', async () => {
    const connection = await connect({ max_items: 2 });
    standIn.failNext(1, 503, { 'retry-after': '17' });
    const results = await connection.deliver(events);
    expect(results).toHaveLength(5);
    for (const result of results) expect(result).toMatchObject({ outcome: 'retry', retryAfterSeconds: 17 });
    expect(standIn.requests).toHaveLength(1);
    expect(await connection.deliver(events)).toEqual(
      events.map(({ event_id }) => ({ event_id, outcome: 'delivered' })),
    );
    expect(standIn.requests).toHaveLength(4);
  });

  test('takes a 2xx without results for all of them', async () => {
    const connection = await connect();
    standIn.answerInstead(204, '');
    expect((await connection.deliver(events)).every(({ outcome }) => outcome === 'delivered')).toBe(true);
  });

  test.each([
    ['cut off', '{"items": [{"idempotency'],
    ['without a result for an item', '{"items": []}'],
    ['of another shape', '{"items": "all"}'],
  ])('sends again after an answer that is %s', async (_, text) => {
    const connection = await connect();
    standIn.answerInstead(200, text);
    expect((await connection.deliver(events)).map(({ outcome }) => outcome)).toEqual(Array(5).fill('retry'));
  });

  test('rejects what is refused as a whole, and keeps what a wrong key stopped', async () => {
    const connection = await connect();
    standIn.failNext(1, 422);
    expect((await connection.deliver(events)).map(({ outcome }) => outcome)).toEqual(Array(5).fill('reject'));
    standIn.failNext(1, 401);
    expect((await connection.deliver(events)).map(({ outcome }) => outcome)).toEqual(Array(5).fill('retry'));
  });

  test('follows the mapping of the configuration', async () => {
    const connection = await connect({ mapping: { told_by: '/source_system', missing: '/payload/a~1b' } });
    await connection.deliver(events.slice(0, 1));
    expect([...standIn.accepted.values()][0]?.data).toEqual({ told_by: 'lms' });
  });

  test('has no connection without an address', async () => {
    await expect(sink.connect(sink.manifest.config.parse({}), testContext())).rejects.toThrow('no address');
  });
});

test('what does not fit the contract is refused before it is sent', async () => {
  const found = subsystems.find(({ description }) => description.id === 'guide');
  if (found === undefined) throw new Error('no guide');
  const standIn = await startSubsystemStandIn('guide');
  const config = found.sink.manifest.config.parse({ url: standIn.url, token: standIn.token });
  const connection = await found.sink.connect(config, testContext());
  const [bad, good] = [
    recordedEventFixture({ payload: { lesson_id: 'l', score: 'much' } }),
    recordedEventFixture({ payload: { lesson_id: 'l' } }),
  ];
  const results = await connection.deliver([bad, good]);
  expect(results[0]).toMatchObject({ outcome: 'reject', reason: expect.stringContaining('data/score') });
  expect(results[1]).toMatchObject({ outcome: 'delivered' });
  expect(standIn.violations).toEqual([]);
  await standIn.stop();
});
