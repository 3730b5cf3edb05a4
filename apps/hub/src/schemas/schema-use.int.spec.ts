import type { SchemaPorts } from '@activity-hub/contracts/api/schemas-ports';
import { eventTypes } from '@activity-hub/contracts/event-types/catalog';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { SchemaRegistry } from './start-registry.ts';
import { anna as act, startTwoRegistries, type TwoRegistries } from './testing/two-registries.ts';

const text = { type: 'string' };
const object = (properties: object) => ({ type: 'object', properties });

let hub: TwoRegistries;
let one: SchemaRegistry;
let ports: SchemaPorts;

beforeAll(async () => {
  hub = await startTwoRegistries();
  ({ one, ports } = hub);
});
afterAll(() => hub.stop());

describe('the use of registered schemas', () => {
  it('keeps unregistered types of the sources that may send them', async () => {
    await ports.setPolicy({ source: 'crm', unknown_types: 'keep' }, act);
    expect(await ports.policies()).toEqual([{ source: 'crm', unknown_types: 'keep' }]);
    expect(one.lookup.find('activity.crm.deal_won', '1.0.0', 'crm')).toMatchObject({ keep: true });
    expect(one.lookup.find('activity.crm.deal_won', '1.0.0', 'lms')).toMatchObject({ keep: false });
    expect(one.lookup.find('activity.streak.broken', '1.0.0', 'crm')).toMatchObject({ keep: false });
  });

  it('counts the use of versions by source', async () => {
    const answer = one.lookup.find('activity.social.posted', '1.0.0', 'club');
    if (answer.kind !== 'validate') throw new Error('The type is known.');
    answer.validate({});
    answer.validate({});
    answer.validate({ length: 'x' });
    await vi.waitFor(async () => {
      const view = await ports.get('social.posted');
      expect(view).toMatchObject({ events_24h: 2, refused_24h: 1, invalid_percent: 33.3, producers: ['club'] });
      expect(view.versions[0]?.usage.by_source).toMatchObject([{ source: 'club', events_24h: 2, refused_24h: 1 }]);
    }, 5_000);
  });

  it('makes examples that fit, the same for the same seed, for every type', async () => {
    for (const type of eventTypes) {
      const first = await ports.example({ event_type: type.event_type, seed: 7 });
      expect(await ports.example({ event_type: type.event_type, seed: 7 })).toEqual(first);
      expect(await ports.tryPayload({ event_type: type.event_type, payload: first.payload })).toMatchObject({
        valid: true,
      });
    }
  });

  it('tells every fault of a payload that is tried', async () => {
    const trial = { event_type: 'learning.lesson_completed', payload: { lesson_id: 5, duration_seconds: -1 } };
    const { valid, faults } = await ports.tryPayload(trial);
    expect(valid).toBe(false);
    expect(faults.map((fault) => fault.pointer).sort()).toEqual(['/payload/duration_seconds', '/payload/lesson_id']);
    const candidate = { event_type: 'x.y', payload: { a: 1 }, schema: object({ a: text }) };
    expect(await ports.tryPayload(candidate)).toMatchObject({
      valid: false,
      version: null,
      faults: [{ pointer: '/payload/a' }],
    });
    expect(await ports.tryPayload({ ...candidate, schema: { $ref: 'http://x/' } })).toMatchObject({
      faults: [{ code: 'schema_refused' }],
    });
    expect(await ports.tryPayload({ event_type: 'learning.started', payload: [] })).toMatchObject({ valid: false });
  });

  it('exports JSON Schema and AsyncAPI', async () => {
    const bundle = await ports.export({});
    expect(Object.keys(bundle['$defs'] as object)).toContain('activity.learning.started@1.0.0');
    expect(await ports.document('learning.started', '1.0.0')).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
    });
    const asyncapi = await ports.asyncapi();
    expect(asyncapi).toMatchObject({ asyncapi: '3.0.0' });
    const places = [...JSON.stringify(asyncapi).matchAll(/"\$ref":"#\/([^"]+)"/g)].map((match) => match[1] ?? '');
    for (const place of new Set(places)) {
      const target = place
        .split('/')
        .reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], asyncapi);
      expect(target, place).toBeDefined();
    }
  });
});
