import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type IngestHub, startIngestHub } from '../testing/ingest-hub.ts';

let hub: IngestHub;

beforeAll(async () => {
  hub = await startIngestHub({ bodyTimeoutMs: 400 });
});

afterAll(() => hub.stop());

const hook = (given: Record<string, unknown> = {}) => ({
  event: 'login.after',
  flow_id: randomUUID(),
  identity_id: randomUUID(),
  method: 'password',
  ...given,
});
const post = (body: unknown) => hub.post('/ory/webhooks', JSON.stringify(body));

describe('POST /ory/webhooks', () => {
  it('stores each hook of a flow once, however often Kratos tries', async () => {
    const one = hook();
    const first = await post(one);
    expect(first).toMatchObject({ status: 201, json: { status: 'accepted' } });
    expect(await post(one)).toMatchObject({ status: 200, json: { receipt: first.json['receipt'] } });
    expect(await post({ ...one, event: 'registration.after' })).toMatchObject({ status: 201 });
    const rows =
      await hub.sql`select event_type, source_system from event where user_id = ${one.identity_id} order by 1`;
    expect(rows).toMatchObject([
      { event_type: 'activity.system.user_logged_in', source_system: 'ory' },
      { event_type: 'activity.system.user_registered', source_system: 'ory' },
    ]);
  });

  it.each([
    [{ event: 'coffee.after' }, 'unknown_event_type', '/event'],
    [{ identity_id: 'ann' }, 'invalid_event', '/identity_id'],
    [{ occurred_at: 'now' }, 'invalid_timestamp', '/occurred_at'],
    [{ traits: {} }, 'unknown_field', '/traits'],
    [{ method: 17 }, 'invalid_payload', '/method'],
  ])('refuses %j and keeps it', async (given, code, pointer) => {
    expect(await post(hook(given))).toMatchObject({
      status: 422,
      json: { code, pointer, refused_id: expect.any(String) },
    });
  });
});
