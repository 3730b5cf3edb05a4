import { sinks } from '@activity-hub/plugins/catalog';
import { expect, test } from 'vitest';
import { shownConfig } from './shown-config.ts';
import { sinkRow } from './sink-row.ts';

const secret = { type: 'string', secret: true };
const text = { type: 'string' };

test.each([
  ['a secret', { token: secret }, { token: 'T', url: 'U' }, { url: 'U' }],
  [
    'a secret inside',
    { crm: { properties: { token: secret, name: text } } },
    { crm: { token: 'T', name: 'N' } },
    { crm: { name: 'N' } },
  ],
  ['a group that is secret', { crm: { secret: true, properties: { name: text } } }, { crm: { name: 'N' } }, {}],
  ['a list with secrets', { crm: { items: { properties: { token: secret } } } }, { crm: [{ token: 'T' }] }, {}],
  ['a record of secrets', { crm: { additionalProperties: secret } }, { crm: { token: 'T' } }, { crm: {} }],
  [
    'one of several forms',
    { crm: { anyOf: [text, { properties: { token: secret } }] } },
    { crm: { token: 'T' } },
    { crm: {} },
  ],
  ['a reference', { crm: { $ref: '#/$defs/crm' } }, { crm: { token: 'T' } }, { crm: {} }],
  ['what no schema describes', {}, { token: 'T' }, {}],
  ['nothing of a list without', { brokers: { items: text } }, { brokers: ['a:1'] }, { brokers: ['a:1'] }],
])('leaves out %s', (_, properties, config, shown) => {
  expect(shownConfig({ properties: { url: text, ...properties } }, config)).toEqual(shown);
});

test('shows no key, token or password of the sinks of the hub', () => {
  const shown = sinks.map((sink) => {
    const { config_schema: schema } = sinkRow(sink);
    const names = Object.keys(schema['properties'] as object);
    return [sink.manifest.id, shownConfig(schema, Object.fromEntries(names.map((name) => [name, 'x'])))] as const;
  });
  for (const [id, config] of shown)
    expect([id, Object.keys(config).filter((name) => /secret|token|password/.test(name))]).toEqual([id, []]);
  expect(shown.find(([id]) => id === 'crm')?.[1]).not.toHaveProperty('url');
  expect(shown.find(([id]) => id === 'kafka')?.[1]).toHaveProperty('brokers');
});
