import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sentEventFixture } from '../ingest/testing/sent-event-fixture.ts';
import { type IngestHub, startIngestHub } from '../testing/ingest-hub.ts';
import { asOperator } from '../testing/operator-key.ts';

let hub: IngestHub;
const perSecond = 200;

beforeAll(async () => {
  hub = await startIngestHub({ bodyTimeoutMs: 5_000, env: { HUB_MAX_EVENTS_PER_SECOND: String(perSecond) } });
});
afterAll(() => hub.stop());

const batchOf = (count: number): string => JSON.stringify(Array.from({ length: count }, () => sentEventFixture()));
const stored = async (): Promise<number> => {
  const [row] = await hub.sql<{ count: number }[]>`select count(*)::int as count from event where origin = 'producer'`;
  return row?.count ?? 0;
};

describe('a hub that is offered more than it may take', () => {
  test('takes its rate, sends the rest away with the time to come back, and loses nothing it acknowledged', async () => {
    const begun = performance.now();
    let [acknowledged, sentAway] = [0, 0];
    while (performance.now() - begun < 2_000) {
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => hub.post('/activity/events/batch', batchOf(20))),
      );
      for (const { status, json } of answers) {
        if (status === 200) acknowledged += Number(json['accepted']);
        else {
          expect(json).toMatchObject({ code: 'overloaded', status: 503, retry_after_seconds: expect.any(Number) });
          sentAway++;
        }
      }
    }
    const seconds = (performance.now() - begun) / 1000;
    expect(await stored()).toBe(acknowledged);
    expect(sentAway).toBeGreaterThan(0);
    expect(acknowledged).toBeLessThanOrEqual(perSecond * (seconds + 1) + 20);
    expect(acknowledged).toBeGreaterThan(perSecond);
  });

  test('says so in the headers, before it has read the body, and takes events again in time', async () => {
    const sent = await hub.post('/activity/events/batch', batchOf(5 * perSecond));
    // The one before may still be in debt.
    if (sent.status === 503) {
      await pause(1_100);
      expect((await hub.post('/activity/events/batch', batchOf(5 * perSecond))).status).toBe(200);
    }
    const unread = new ReadableStream<Uint8Array>({ start: (body) => body.enqueue(Buffer.from('[')) });
    const answer = await fetch(`${hub.url}/activity/events/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...asOperator },
      body: unread,
      duplex: 'half',
    } as RequestInit);
    expect(answer.status).toBe(503);
    const retryAfter = Number(answer.headers.get('retry-after'));
    expect(retryAfter).toBeGreaterThanOrEqual(1);
    expect(retryAfter).toBeLessThanOrEqual(5);
    await answer.text();
    await pause(retryAfter * 1000 + 50);
    expect((await hub.single(JSON.stringify(sentEventFixture()))).status).toBe(201);
  });

  test('does so before it looks at who asks', async () => {
    const strange = { authorization: 'Bearer nobody knows it' };
    expect(await hub.post('/activity/events', '{}', strange)).toMatchObject({ status: 401 });
    await hub.post('/activity/events/batch', batchOf(3 * perSecond));
    const answer = await hub.post('/activity/events', '{}', strange);
    expect(answer).toMatchObject({ status: 503, json: { code: 'overloaded', request_id: expect.any(String) } });
    await pause(Number(answer.json['retry_after_seconds']) * 1000 + 50);
  });

  test('goes on to answer what is not publishing', async () => {
    await hub.post('/activity/events/batch', batchOf(2 * perSecond));
    expect((await fetch(`${hub.url}/activity/health/ready`)).status).toBe(200);
    const metrics = await (await fetch(`${hub.url}/activity/metrics`, { headers: asOperator })).text();
    expect(metrics).toMatch(/hub_admission_events_total\{outcome="shed_requests"\} [1-9]/);
  });
});
