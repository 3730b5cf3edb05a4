import { setTimeout as pause } from 'node:timers/promises';
import type { Problem } from '@activity-hub/contracts/errors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operatorKey } from '../../testing/operator-key.ts';
import { type KeysHub, lesson, startKeysHub } from '../testing/keys-hub.ts';
import { keyTextOf, randomKey } from './key-text.ts';

let hub: KeysHub;

beforeAll(async () => {
  hub = await startKeysHub();
});

afterAll(() => hub?.stop());

describe('credentials', () => {
  it('are taken in each form that producers know', async () => {
    const { secret } = await hub.make();
    const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    const forms: Record<string, string>[] = [
      { authorization: `Bearer ${secret}` },
      { 'x-api-key': secret },
      { authorization: basic(secret, '') },
      { authorization: basic('xapi', secret) },
    ];
    for (const headers of forms) {
      const answer = await hub.call('POST', '/activity/events/batch', { key: '', headers, body: [lesson()] });
      expect(answer.status, Object.keys(headers)[0]).toBe(200);
    }
  });

  it('that are wrong are never taken for none, in REST and in tRPC', async () => {
    const { key } = await hub.make();
    const made = { ...randomKey(), keyId: key.key_id };
    const wrong = [keyTextOf(randomKey()), keyTextOf(made), 'nonsense', `${operatorKey}x`];
    for (const sent of wrong) {
      const answers = [
        await hub.call('GET', '/activity/stats', { key: sent }),
        await hub.call('GET', '/activity/metrics', { key: sent }),
        await hub.call('POST', '/activity/events', { key: sent, body: lesson() }),
      ];
      for (const { status, body, headers } of answers) {
        expect([status, body.code]).toEqual([401, 'unauthenticated']);
        expect(headers.get('www-authenticate')).toContain('Bearer');
      }
      const trpc = await hub.call<{ error: { data: { problem: Problem } } }>('GET', '/trpc/system.stats', {
        key: sent,
      });
      expect([trpc.status, trpc.body.error.data.problem.code]).toEqual([401, 'unauthenticated']);
    }
    expect((await hub.call('GET', '/activity/health/ready', { key: 'nonsense' })).status).toBe(200);
    expect((await hub.call('GET', '/activity/openapi.json', { key: '' })).status).toBe(200);
  });

  it('that are guessed are stopped for their address, and nobody who is known with them', async () => {
    const from = (key: string) => hub.askFrom('127.0.0.77', key);
    const guesses = await Promise.all(Array.from({ length: 60 }, () => from(keyTextOf(randomKey()))));
    expect(guesses.filter(({ status }) => status === 401)).toHaveLength(30);
    const stopped = guesses.find(({ status }) => status === 429);
    expect(Number(stopped?.retryAfter)).toBeGreaterThan(0);
    expect((await from(operatorKey)).status).toBe(200);
  });
});

describe('limits', () => {
  it('stop a key at its quota with 429 and the time until midnight', async () => {
    const { key, secret } = await hub.make({ limits: { events_per_day: 10 } });
    expect((await hub.publish(secret, 10)).status).toBe(200);
    const { status, body, headers } = await hub.publish(secret, 1);
    expect([status, body.code]).toEqual([429, 'quota_exceeded']);
    const untilMidnight = (86_400_000 - (Date.now() % 86_400_000)) / 1_000;
    expect(Math.abs(Number(headers.get('retry-after')) - untilMidnight)).toBeLessThan(60);
    await expect
      .poll(async () => (await hub.sql`select events from key_usage where key_id = ${key.key_id}`)[0]?.['events'])
      .toBe(10);
    const other = await hub.startAnother();
    expect((await hub.publish(secret, 1, other)).status).toBe(429);
    await other.stop();
    await hub.call('PATCH', `/activity/keys/${key.key_id}`, { body: { limits: { events_per_day: null } } });
    await expect.poll(async () => (await hub.publish(secret, 1)).status).toBe(200);
  });

  it('let the burst through and then the rate', async () => {
    const { secret } = await hub.make({ limits: { events_per_second: 2, burst: 4 } });
    expect((await hub.publish(secret, 4)).status).toBe(200);
    const { status, headers } = await hub.publish(secret, 1);
    expect(status).toBe(429);
    await pause(Number(headers.get('retry-after')) * 1_000);
    expect((await hub.publish(secret, 4)).status).toBe(200);
    expect((await hub.publish(secret, 5)).body.code).toBe('batch_too_large');
  });

  it('refuse a key that is used from too many places, go on in the known ones, and audit it once', async () => {
    const { key, secret } = await hub.make({ permissions: ['read'], limits: { addresses_per_hour: 3 } });
    const statuses: number[] = [];
    for (let n = 1; n <= 6; n++) statuses.push((await hub.askFrom(`127.0.1.${n}`, secret)).status);
    expect(statuses).toEqual([200, 200, 200, 403, 403, 403]);
    expect((await hub.askFrom('127.0.1.1', secret)).status).toBe(200);
    const entries = () => hub.sql`select action, after from audit_entry
      where subject = ${`key:${key.key_id}`} and action = 'key.refused'`;
    await expect.poll(entries).toHaveLength(1);
    expect(await entries()).toEqual([
      { action: 'key.refused', after: { reason: 'too_many_addresses', limit: 3, address: '127.0.1.4' } },
    ]);
  });
});
