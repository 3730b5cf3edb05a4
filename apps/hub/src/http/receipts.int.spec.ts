import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sentEventFixture } from '../ingest/testing/sent-event-fixture.ts';
import { type IngestHub, startIngestHub } from '../testing/ingest-hub.ts';
import { asOperator } from '../testing/operator-key.ts';

let hub: IngestHub;

beforeAll(async () => {
  hub = await startIngestHub({ bodyTimeoutMs: 20_000 });
});
afterAll(() => hub.stop());

describe('1,000 identical posts at once', () => {
  test('make one row and equal receipts, one of which is no duplicate', async () => {
    const event_id = randomUUID();
    const body = JSON.stringify(sentEventFixture({ event_id }));
    const answers = await Promise.all(Array.from({ length: 1_000 }, () => hub.single(body)));
    expect(answers.filter(({ status, json }) => status === 201 && json['duplicate'] === false)).toHaveLength(1);
    expect(answers.filter(({ status, json }) => status === 200 && json['duplicate'] === true)).toHaveLength(999);
    expect(new Set(answers.map(({ json }) => JSON.stringify(json['receipt']))).size).toBe(1);
    expect(await hub.sql`select 1 from event where event_id = ${event_id}`).toHaveLength(1);
  });
});

describe('an answer that waits for a read model', () => {
  const publish = (query: string, headers: Record<string, string> = {}) =>
    hub.post(`/activity/events${query}`, JSON.stringify(sentEventFixture()), headers);

  beforeAll(async () => {
    await hub.sql`insert into checkpoint (processor, version, lane, "offset") select 'streak', '1.0.0', lane, 0 from lane`;
  });

  test('comes when it has been seen', async () => {
    const waiting = publish('?wait=streak&wait_ms=10000');
    let answered = false;
    void waiting.then(() => {
      answered = true;
    });
    await expect
      .poll(async () =>
        (await (await fetch(`${hub.url}/activity/metrics`, { headers: asOperator })).text()).includes(
          'hub_receipt_waits 1',
        ),
      )
      .toBe(true);
    expect(answered).toBe(false);
    await hub.sql`update checkpoint set "offset" = lane.head from lane where lane.lane = checkpoint.lane`;
    expect(await waiting).toMatchObject({
      status: 201,
      json: { status: 'accepted', waited: { read_model: 'streak', seen: true, lag_events: 0 } },
    });
  });

  test('stays a 201 when it has not been seen in time', async () => {
    const answer = await publish('', { 'activity-wait': 'projected', 'activity-wait-ms': '50' });
    expect(answer).toMatchObject({ status: 201, json: { waited: { read_model: 'projected', seen: false } } });
    const path = '/activity/events/batch?wait=projected&wait_ms=20';
    const batch = await hub.post(path, `[${JSON.stringify(sentEventFixture())}]`);
    expect(batch).toMatchObject({ status: 200, json: { accepted: 1, waited: { seen: false } } });
  });

  test('is refused before anything is stored when nobody knows the read model', async () => {
    const event_id = randomUUID();
    const answer = await hub.post('/activity/events?wait=scores', JSON.stringify(sentEventFixture({ event_id })));
    expect(answer).toMatchObject({ status: 400, json: { code: 'invalid_query', pointer: '/wait' } });
    expect(String(answer.json['detail'])).toContain('projected, streak');
    expect(await hub.isStored(event_id)).toBe(false);
    expect((await publish('?wait=projected&wait_ms=99999')).json).toMatchObject({
      code: 'invalid_query',
      pointer: '/wait_ms',
    });
  });

  test('is no answer of a stream', async () => {
    const answer = await hub.post('/activity/events/batch?wait=projected', '', {
      'content-type': 'application/x-ndjson',
    });
    expect(answer).toMatchObject({ status: 400, json: { code: 'invalid_query' } });
  });
});

describe('a body that is too large', () => {
  test('is kept among the refused events with its beginning and its size', async () => {
    const body = `[${'"x",'.repeat(2_300_000)}"x"]`;
    expect(await hub.post('/activity/events/batch', body)).toMatchObject({
      status: 413,
      json: { code: 'body_too_large' },
    });
    const kept =
      await hub.sql`select raw_bytes, raw_truncated, octet_length(raw) as kept, state from refused_event where code = 'body_too_large'`;
    expect(kept).toEqual([{ raw_bytes: body.length, raw_truncated: true, kept: 256 * 1024, state: 'open' }]);
  });
});
