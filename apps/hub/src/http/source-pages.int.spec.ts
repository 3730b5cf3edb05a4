import { readFileSync } from 'node:fs';
import path from 'node:path';
import { defaultKeyLimits, type NewKey } from '@activity-hub/contracts/access/api-key';
import { eventTypes } from '@activity-hub/contracts/event-types/catalog';
import { sourceProfiles } from '@activity-hub/contracts/sources/catalog';
import { keyOfProfile } from '@activity-hub/contracts/sources/source-page';
import { topicMatches } from '@activity-hub/contracts/topic';
import { insertKey } from '@activity-hub/db/keys/insert-key';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestOf, keyTextOf, randomKey } from '../auth/keys/key-text.ts';
import { sentEventFixture } from '../ingest/testing/sent-event-fixture.ts';
import { curlCommandsOf, curlRequest } from '../testing/curl-request.ts';
import { type IngestHub, startIngestHub } from '../testing/ingest-hub.ts';
import { operatorKey } from '../testing/operator-key.ts';

let hub: IngestHub;

beforeAll(async () => {
  hub = await startIngestHub({ bodyTimeoutMs: 2_000 });
});

afterAll(() => hub.stop());

/** A key with exactly the scope it is asked for. */
async function makeKey(asked: NewKey): Promise<string> {
  const text = randomKey();
  await insertKey(hub.sql, {
    key_id: text.keyId,
    secret_digest: digestOf(text.secret),
    name: asked.name,
    source: asked.source ?? null,
    permissions: asked.permissions,
    event_types: asked.event_types ?? [],
    limits: { ...defaultKeyLimits, ...asked.limits },
    created_by: { kind: 'operator', id: null, name: 'spec' },
    expires_at: null,
  });
  return keyTextOf(text);
}

const docs = path.join(import.meta.dirname, '../../../../docs/api');

async function play(command: string, key: string) {
  const { method, url, headers, body } = curlRequest(command, { HUB_URL: hub.url, HUB_KEY: key });
  const response = await fetch(url, { method, headers, ...(method === 'GET' ? {} : { body }) });
  return { url, status: response.status, text: await response.text() };
}

describe.each(sourceProfiles.map((profile) => [profile.source_system, profile] as const))('%s', (name, profile) => {
  const commands = curlCommandsOf(readFileSync(path.join(docs, 'sources', `${name}.md`), 'utf8'));

  it('plays every example of its page, and again without storing anything twice', async () => {
    const key = await makeKey(keyOfProfile(profile));
    const count = async (): Promise<number> => {
      const [row] = await hub.sql`select count(*)::int as events from event where source_system = ${name}`;
      return row?.['events'] as number;
    };
    expect(commands.length).toBeGreaterThan(1);
    for (const command of commands) {
      const answer = await play(command, key);
      expect([answer.url, answer.status < 300, answer.text]).toEqual([answer.url, true, answer.text]);
      expect(answer.text).not.toMatch(/"refused":[1-9]|"success":false|"code"/);
    }
    const stored = await count();
    expect(stored).toBe(Object.values(profile.examples).flat().length + commands.length - 1);
    for (const command of commands) expect((await play(command, key)).status).toBeLessThan(300);
    expect(await count()).toBe(stored);
  });

  it('may not publish anything else, or as another source', async () => {
    const headers = { authorization: `Bearer ${await makeKey(keyOfProfile(profile))}` };
    const publish = (given: Record<string, unknown>) =>
      hub.post('/activity/events', JSON.stringify(sentEventFixture({ source_system: undefined, ...given })), headers);
    const outside = eventTypes.filter(
      (type) =>
        type.origin === 'producer' &&
        !profile.key.event_types.some((pattern) => topicMatches(pattern, type.event_type)),
    );
    expect(outside.length).toBeGreaterThan(5);
    for (const { event_type } of outside) {
      const answer = await publish({ event_type });
      expect(answer).toMatchObject({ status: 403, json: { code: 'event_type_not_allowed', pointer: '/event_type' } });
    }
    const other = sourceProfiles.find((each) => each !== profile)?.source_system;
    expect(await publish({ source_system: other, event_type: Object.keys(profile.examples)[0] })).toMatchObject({
      status: 403,
      json: { code: 'source_not_allowed' },
    });
  });
});

it('plays every example of the page on publishing', async () => {
  const commands = curlCommandsOf(readFileSync(path.join(docs, 'publishing.md'), 'utf8'));
  expect(commands).toHaveLength(3);
  for (const command of commands) {
    const answer = await play(command, operatorKey);
    expect([answer.url, answer.status < 300, answer.text]).toEqual([answer.url, true, answer.text]);
    expect(answer.text).not.toContain('"success":false');
  }
});

it('the jsonnet of the page of ORY makes what is taken', () => {
  const page = readFileSync(path.join(docs, 'sources/ory.md'), 'utf8');
  const names = [...page.matchAll(/```jsonnet\n([\s\S]*?)```/g)].map((block) =>
    [...(block[1] ?? '').matchAll(/^ {2}(\w+):/gm)].map((match) => match[1]),
  );
  expect(names).toEqual([
    ['event', 'flow_id', 'identity_id', 'method', 'session_id', 'occurred_at', 'user_agent'],
    ['event', 'flow_id', 'identity_id', 'method', 'user_agent'],
  ]);
});
