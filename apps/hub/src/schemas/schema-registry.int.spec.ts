import type { SchemaPorts } from '@activity-hub/contracts/api/schemas-ports';
import { HubError } from '@activity-hub/contracts/errors';
import { eventTypes } from '@activity-hub/contracts/event-types/catalog';
import { recordedEventFixture } from '@activity-hub/contracts/plugin/testing/recorded-event-fixture';
import type { Sql } from '@activity-hub/db/postgres/client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type SchemaRegistry, startRegistry } from './start-registry.ts';
import { anna as act, startTwoRegistries, type TwoRegistries } from './testing/two-registries.ts';

const number = { type: 'number' };
const text = { type: 'string' };
const object = (properties: object, required: string[] = []) => ({ type: 'object', properties, required });

let hub: TwoRegistries;
let sql: Sql;
let one: SchemaRegistry;
let other: SchemaRegistry;
let ports: SchemaPorts;

beforeAll(async () => {
  hub = await startTwoRegistries();
  ({ sql, one, other, ports } = hub);
});
afterAll(() => hub.stop());

async function refusal(work: Promise<unknown>): Promise<HubError> {
  const failure = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(HubError);
  return failure as HubError;
}

function kindOf(registry: SchemaRegistry, eventType: string, version: string, source = 'lms'): string {
  return registry.lookup.find(eventType, version, source).kind;
}
describe('the schema registry', () => {
  it('begins with every type of the mission, once', async () => {
    const { items } = await ports.list();
    expect(items.map((row) => row.event_type).sort()).toEqual(eventTypes.map((type) => type.event_type).sort());
    const [count] = await sql`select count(*) as versions from schema_version`;
    expect(count?.['versions']).toBe(eventTypes.length);
    const view = await ports.get('learning.lesson_completed');
    expect(view.versions[0]).toMatchObject({ version: '1.0.0', status: 'active', registered_by: 'contracts' });
    expect(view.versions[0]?.examples).toHaveLength(1);
    expect(one.personalFieldsOf('activity.work.rejected')).toContainEqual({
      path: '/reviewer_user_id',
      class: 'identifier',
    });
    expect(one.maskedPathsOf('activity.work.rejected')).toEqual(['/reviewer_user_id']);
    expect(one.maskedPathsOf()).toContain('/recipient_user_id');
  });

  it('tells ingest which payloads fit and names versions and types that do not exist', () => {
    const known = one.lookup.find('activity.learning.lesson_completed', '1.0.0', 'lms');
    expect(known.kind === 'validate' && known.validate({ lesson_id: 'l1' })).toBeUndefined();
    expect(known.kind === 'validate' && known.validate({ lesson_id: 5 })).toMatchObject({
      code: 'invalid_payload',
      pointer: '/payload/lesson_id',
    });
    expect(one.lookup.find('activity.learning.lesson_completed', '7.0.0', 'lms')).toMatchObject({
      kind: 'unknown',
      keep: false,
      fault: { code: 'unknown_event_version', detail: expect.stringContaining('1.0.0') },
    });
    expect(one.lookup.find('activity.streak.broken', '1.0.0', 'lms')).toMatchObject({
      fault: { code: 'reserved_event_type' },
    });
    expect(one.lookup.find('activity.crm.deal_won', '1.0.0', 'crm')).toMatchObject({
      keep: false,
      fault: { code: 'unknown_event_type' },
    });
  });

  it('registers a version, tells every process, and writes the audit', async () => {
    const answer = await ports.register(
      {
        event_type: 'club.talk_given',
        version: '1.0.0',
        schema: object({ score: number, minutes: number }),
        examples: [{ score: 4, minutes: 90 }],
        title: { en: 'Talk given', ru: 'Доклад' },
        owner: 'Club',
      },
      act,
    );
    expect(answer).toMatchObject({ accepted: true, compared_with: null, event_type: 'activity.club.talk_given' });
    expect(kindOf(one, 'activity.club.talk_given', '1.0.0')).toBe('validate');
    await vi.waitFor(() => expect(kindOf(other, 'activity.club.talk_given', '1.0.0')).toBe('validate'), 5_000);
    const [entry] = await sql`select actor_id, action, subject, request_id from audit_entry order by at desc limit 1`;
    expect(entry).toEqual({
      actor_id: 'p1',
      action: 'schema.registered',
      subject: 'schema:activity.club.talk_given@1.0.0',
      request_id: 'r1',
    });
  });

  it('refuses what breaks the promise, and names each place in words', async () => {
    const failure = await refusal(
      ports.register(
        {
          event_type: 'club.talk_given',
          version: '1.1.0',
          schema: object({ score: text, minutes: { ...number, minimum: 1 } }),
        },
        act,
      ),
    );
    expect(failure).toMatchObject({ code: 'schema_incompatible', status: 409 });
    expect(failure.message).toContain('/score was a number and is now a text: events of 1.0.0 would be refused');
    expect(failure.message).toContain('/minutes was without a minimum and is now at least 1');
    const checked = await ports.check({ event_type: 'club.talk_given', schema: object({ score: text }) });
    expect(checked).toMatchObject({
      accepted: false,
      compared_with: '1.0.0',
      faults: [{ code: 'schema_incompatible', pointer: '/schema/score' }],
    });
  });

  it('keeps versions going up and never changing', async () => {
    const schema = object({ score: number });
    const again = { event_type: 'club.talk_given', version: '1.0.0', schema };
    expect(await refusal(ports.register(again, act))).toMatchObject({ code: 'already_exists' });
    expect(await refusal(ports.register({ ...again, version: '0.9.0' }, act))).toMatchObject({ code: 'invalid_input' });
    expect(
      await refusal(ports.register({ ...again, event_type: 'streak.broken', version: '2.0.0' }, act)),
    ).toMatchObject({ code: 'reserved_event_type' });
    await expect(
      sql`update schema_version set schema = '{}' where event_type = 'activity.club.talk_given'`,
    ).rejects.toThrow(/never changes/);
  });

  it('refuses bombs and texts that cannot be kept', async () => {
    const bomb = { event_type: 'club.bomb', version: '1.0.0', schema: { properties: { a: { pattern: '(a+)+\\1' } } } };
    expect(await refusal(ports.register(bomb, act))).toMatchObject({
      code: 'schema_refused',
      pointer: '/schema/properties/a/pattern',
    });
    const nul = { event_type: 'club.bomb', version: '1.0.0', schema: {}, title: { en: 'a\0', ru: 'б' } };
    expect(await refusal(ports.register(nul, act))).toMatchObject({ code: 'invalid_input' });
    expect(await refusal(ports.get('club.bomb'))).toMatchObject({ code: 'not_found' });
  });

  it('brings events along from 1.0 over 1.1 to 2.0 and keeps the original', async () => {
    const schema = object({ score: number, minutes: number, language: text });
    await ports.register(
      { event_type: 'club.talk_given', version: '1.1.0', schema, examples: [{ minutes: 30, language: 'en' }] },
      act,
    );
    const breaking = {
      event_type: 'club.talk_given',
      version: '2.0.0',
      schema: object({ seconds: number, language: text }, ['seconds']),
    };
    expect(await refusal(ports.register(breaking, act))).toMatchObject({ code: 'schema_incompatible' });
    const wrong = [{ step: 'rename' as const, path: '/minutes', name: 'second' }];
    expect(await refusal(ports.register({ ...breaking, upcaster: wrong }, act))).toMatchObject({
      code: 'schema_refused',
      pointer: '/upcaster',
    });
    await ports.register(
      {
        ...breaking,
        upcaster: [
          { step: 'rename', path: '/minutes', name: 'seconds' },
          { step: 'multiply', path: '/seconds', by: 60 },
        ],
      },
      act,
    );
    const event = recordedEventFixture({
      event_type: 'activity.club.talk_given',
      event_version: '1.0.0',
      payload: { minutes: 2 },
    });
    expect(await ports.asVersion(event, '2.0.0')).toEqual({
      ...event,
      event_version: '2.0.0',
      payload: { seconds: 120 },
    });
    expect(await ports.asVersion(event, '1.1.0')).toMatchObject({ payload: { minutes: 2 } });
    expect(event.payload).toEqual({ minutes: 2 });
    expect(await refusal(ports.asVersion({ ...event, event_version: '2.0.0' }, '1.0.0'))).toMatchObject({
      code: 'not_upcastable',
    });
    expect(await refusal(ports.asVersion(event, '3.0.0'))).toMatchObject({ code: 'unknown_event_version' });
    expect(await ports.compare({ event_type: 'club.talk_given', from: '1.0.0', to: '2.0.0' })).toMatchObject({
      backward: false,
      mode: 'backward',
    });
  });

  it('lets one of two registrations of the same version through', async () => {
    const registration = { event_type: 'club.race', version: '1.0.0', schema: object({ a: number }) };
    const competing = hub.portsOfOther;
    const outcomes = await Promise.allSettled([
      ports.register(registration, act),
      competing.register(registration, act),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = outcomes.find((outcome) => outcome.status === 'rejected');
    expect(lost?.reason).toMatchObject({ code: 'already_exists' });
  });

  it('sets what a type demands', async () => {
    const view = await ports.setCompatibility({ event_type: 'club.race', compatibility: 'none' }, act);
    expect(view.compatibility).toBe('none');
    await ports.register({ event_type: 'club.race', version: '1.0.1', schema: object({ a: text }) }, act);
    const event = recordedEventFixture({ event_type: 'activity.club.race', event_version: '1.0.0', payload: { a: 1 } });
    expect(await refusal(ports.asVersion(event, '1.0.1'))).toMatchObject({ code: 'not_upcastable' });
  });

  it('deprecates versions and redirects types to their successors', async () => {
    const view = await ports.deprecate({ event_type: 'club.race', version: '1.0.0', note: 'Send 1.0.1.' }, act);
    expect(view).toMatchObject({ latest: '1.0.1', status: 'active' });
    expect(view.versions.at(-1)).toMatchObject({ status: 'deprecated', note: 'Send 1.0.1.' });
    expect(kindOf(one, 'activity.club.race', '1.0.0')).toBe('validate');
    const successor = { event_type: 'club.race', successor: 'club.talk_given' };
    await ports.deprecate(successor, act);
    expect(one.lookup.find('activity.club.race', '1.0.0', 'lms')).toEqual({
      kind: 'redirect',
      event_type: 'activity.club.talk_given',
    });
    expect(
      await refusal(ports.deprecate({ event_type: 'club.talk_given', successor: 'learning.started' }, act)),
    ).toMatchObject({ pointer: '/successor' });
    expect(
      await refusal(ports.deprecate({ event_type: 'learning.started', successor: 'club.race' }, act)),
    ).toMatchObject({ pointer: '/successor' });
    await ports.deprecate({ event_type: 'club.race', status: 'active' }, act);
    expect(kindOf(one, 'activity.club.race', '1.0.0')).toBe('validate');
  });
});

describe('a registry whose database is away', () => {
  it('knows the contracts, and the rest when the database is there', async () => {
    const warnings: unknown[] = [];
    const logger = { warn: (line: unknown) => void warnings.push(line), info: () => undefined };
    const registry = await startRegistry({ databaseUrl: 'postgres://nobody@127.0.0.1:1/none', logger, now: Date.now });
    try {
      expect(kindOf(registry, 'activity.learning.started', '1.0.0')).toBe('validate');
      expect(warnings.length).toBeGreaterThan(0);
    } finally {
      await registry.stop();
    }
  });
});
