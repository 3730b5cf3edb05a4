import type { RecordedEvent } from '@activity-hub/contracts/event';
import { recordedEventFixture } from '@activity-hub/contracts/plugin/testing/recorded-event-fixture';
import { type SinkTarget, sinkConformance } from '@activity-hub/contracts/plugin/testing/sink-conformance';
import { crm } from '@activity-hub/plugins/sinks/crm/crm';
import { afterEach, describe, expect, test } from 'vitest';
import { startBitrix24 } from './bitrix24-stand-in.ts';
import type { CrmStandIn } from './crm-stand-in.ts';
import { startGenericCrm } from './generic-crm-stand-in.ts';
import { startHubspot } from './hubspot-stand-in.ts';
import { testContext } from './test-context.ts';

const caseEvent = (type: string, minute: number, payload: RecordedEvent['payload'] = {}) =>
  recordedEventFixture({
    event_type: `activity.${type}`,
    origin: 'derived',
    timestamp: `2026-05-04T10:${String(minute).padStart(2, '0')}:00.000Z`,
    payload: { detector: 'overactivity', kind: 'overactivity', key: 'u1', severity: 'high', ...payload },
  });
const ofThreePeople = ['u1', 'u2', 'u3'].map((key, minute) =>
  caseEvent('anomaly.detected', minute, { key, score: 3, evidence: { events_per_hour: 240 } }),
);

async function targetOf(standIn: CrmStandIn): Promise<SinkTarget> {
  return {
    config: standIn.config,
    received: async () => [...standIn.applied],
    violations: () => standIn.violations,
    fail: () => standIn.failNext(Number.POSITIVE_INFINITY, 500),
    hang: () => standIn.delay(Number.POSITIVE_INFINITY),
    refuse: (eventId) => standIn.refuse(eventId),
    recover: () => standIn.reset(),
    stop: () => standIn.stop(),
  };
}

const drivers = [
  { driver: 'generic', start: startGenericCrm, owner: 'mentor-7' },
  { driver: 'bitrix24', start: startBitrix24, owner: '7' },
  { driver: 'hubspot', start: startHubspot, owner: '7' },
];

describe.each(drivers)('crm with the driver $driver', ({ start, owner }) => {
  const open = async () => targetOf(await start());
  for (const { name, run } of sinkConformance(crm, { events: ofThreePeople, open })) test(name, run);

  let standIn: CrmStandIn;
  afterEach(async () => {
    expect(standIn?.violations ?? []).toEqual([]);
    await standIn?.stop();
  });
  const connect = async (settings = {}) => {
    standIn = await start();
    return crm.connect(crm.manifest.config.parse({ ...standIn.config, ...settings }), testContext());
  };

  test('keeps one ticket for all findings of a case', async () => {
    const connection = await connect();
    const results = await connection.deliver([1, 2, 3].map((minute) => caseEvent('anomaly.detected', minute)));
    expect(results.map(({ outcome }) => outcome)).toEqual(['delivered', 'delivered', 'delivered']);
    expect(standIn.tickets).toHaveLength(1);
    expect(standIn.tickets[0]).toMatchObject({ open: true, as_of: '2026-05-04T10:03:00.000Z' });
  });

  test('makes one ticket when batches come at once', async () => {
    const connection = await connect();
    await Promise.all([1, 2, 3].map((minute) => connection.deliver([caseEvent('anomaly.detected', minute)])));
    expect(standIn.tickets).toHaveLength(1);
  });

  test('makes a ticket of what the routes name, with its assignee', async () => {
    const routes = [{ kind: 'inactivity', min_severity: 'low', assignee: owner }];
    const connection = await connect({ routes });
    await connection.deliver([
      caseEvent('anomaly.detected', 1, { severity: 'critical' }),
      caseEvent('anomaly.detected', 2, { kind: 'inactivity', severity: 'low' }),
    ]);
    expect(standIn.tickets.map(({ title, assignee }) => [title.split(':')[0], assignee])).toEqual([
      ['inactivity (low)', owner],
    ]);
  });

  test('makes a ticket when a person escalates, and keeps it up to date from then on', async () => {
    const connection = await connect();
    await connection.deliver([caseEvent('anomaly.detected', 1, { severity: 'low' })]);
    expect(standIn.tickets).toEqual([]);
    await connection.deliver([caseEvent('case.escalated', 2, { severity: 'low', reason: 'talk to them' })]);
    expect(standIn.tickets[0]).toMatchObject({ open: true, body: expect.stringContaining('talk to them') });
    await connection.deliver([
      caseEvent('case.investigating', 3),
      caseEvent('anomaly.detected', 4, { severity: 'low' }),
    ]);
    expect(standIn.tickets).toHaveLength(1);
    expect(standIn.tickets[0]).toMatchObject({ open: true, as_of: '2026-05-04T10:04:00.000Z' });
  });

  test('a small finding does not calm a large one', async () => {
    const connection = await connect();
    await connection.deliver([
      caseEvent('anomaly.detected', 1, { severity: 'critical' }),
      caseEvent('anomaly.detected', 2, { severity: 'low' }),
    ]);
    expect(standIn.tickets[0]?.title).toContain('(critical)');
  });

  test('closes the ticket with the case, and opens it for a new finding', async () => {
    const connection = await connect();
    await connection.deliver([caseEvent('anomaly.detected', 1), caseEvent('case.resolved', 2)]);
    expect(standIn.tickets[0]?.open).toBe(false);
    await connection.deliver([caseEvent('anomaly.detected', 3)]);
    expect(standIn.tickets).toHaveLength(1);
    expect(standIn.tickets[0]?.open).toBe(true);
  });

  test('an event that comes again after the case was closed does not open it', async () => {
    const connection = await connect();
    const found = caseEvent('anomaly.detected', 1);
    await connection.deliver([found, caseEvent('case.dismissed', 2)]);
    expect(await connection.deliver([found])).toEqual([{ event_id: found.event_id, outcome: 'delivered' }]);
    expect(standIn.tickets[0]?.open).toBe(false);
  });

  test('takes no further step after one that has to wait', async () => {
    const connection = await connect();
    standIn.failNext(1, 503, { 'retry-after': '9' });
    const results = await connection.deliver(ofThreePeople);
    expect(results.map((result) => result)).toEqual(
      ofThreePeople.map(({ event_id }) =>
        expect.objectContaining({ event_id, outcome: 'retry', retryAfterSeconds: 9 }),
      ),
    );
    expect(standIn.requests).toHaveLength(1);
  });

  test('rejects what names no case, and lets other events of the topics pass', async () => {
    const connection = await connect();
    const results = await connection.deliver([
      caseEvent('anomaly.detected', 1, { kind: '' }),
      caseEvent('case.commented', 2),
    ]);
    expect(results.map(({ outcome }) => outcome)).toEqual(['reject', 'delivered']);
  });
});

test('the key in the address of a webhook is in no reason', async () => {
  const standIn = await startBitrix24();
  const connection = await crm.connect(crm.manifest.config.parse(standIn.config), testContext());
  standIn.failNext(1, 500);
  const [result] = await connection.deliver(ofThreePeople.slice(0, 1));
  expect(JSON.stringify(result)).toContain('[secret]');
  expect(JSON.stringify(result)).not.toContain('k3yofthewebhook0');
  await standIn.stop();
});

test('a field that Bitrix24 does not keep makes one lost ticket and not one per event', async () => {
  const standIn = await startBitrix24();
  const settings = { ...standIn.config, bitrix24: { ...(standIn.config['bitrix24'] as object), case_field: 'ufNone' } };
  const connection = await crm.connect(crm.manifest.config.parse(settings), testContext());
  for (const event of ofThreePeople) {
    expect(await connection.deliver([event])).toMatchObject([
      { outcome: 'retry', reason: expect.stringContaining('bitrix24.case_field') },
    ]);
  }
  expect(standIn.tickets).toHaveLength(1);
  await standIn.stop();
});

test('a driver that cannot work is refused at once', async () => {
  const connect = (settings: object) => crm.connect(crm.manifest.config.parse(settings), testContext());
  await expect(connect({})).rejects.toThrow('no address');
  await expect(connect({ driver: 'bitrix24', url: 'https://x.example/rest/1/k/' })).rejects.toThrow('closed_stage');
  await expect(connect({ driver: 'hubspot' })).resolves.toBeDefined();
});
