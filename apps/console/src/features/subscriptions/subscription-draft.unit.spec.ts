import { describe, expect, test } from 'vitest';
import { configDraftOf } from '../../components/config-form/config-draft.ts';
import { destinationDraftOf, emptyDestination } from './destination-draft.ts';
import { changeOf, draftFaults, draftFor, emptyDraft, newSubscriptionOf } from './subscription-draft.ts';

const filled = {
  ...emptyDraft,
  name: ' CRM ',
  topics: ['activity.learning.*'],
  destination: { ...emptyDestination, url: 'https://crm.example/hook ' },
};

const sinks = [
  {
    sink_id: 'kafka',
    version: '1.0.0',
    title: { en: 'Kafka', ru: 'Kafka' },
    description: { en: '', ru: '' },
    topics: [],
    provenance: 'shipped' as const,
    network: [],
    reason: null,
    reason_code: null,
    reason_values: null,
    config_schema: {
      properties: {
        brokers: { type: 'array', items: { type: 'string' }, default: [], needed: true },
        tls: { type: 'boolean', default: false },
      },
    },
  },
];
const pem = '-----BEGIN CERTIFICATE-----\n…';
const destined = (change: Partial<typeof emptyDestination>) => ({
  destination: { ...filled.destination, ...change },
});

const toKafka = (change: Partial<ReturnType<typeof configDraftOf>>) =>
  destined({ kind: 'sink', sinkId: 'kafka', configs: { kafka: { ...configDraftOf({}), ...change } } });

describe('a new subscription', () => {
  test('is sent without what was left empty', () => {
    expect(newSubscriptionOf(filled, sinks)).toEqual({
      name: 'CRM',
      topics: ['activity.learning.*'],
      filter: null,
      template: null,
      destination: {
        kind: 'webhook',
        url: 'https://crm.example/hook',
        headers: {},
        timeout_ms: 15_000,
        authorization: { kind: 'none' },
      },
      from: { kind: 'now' },
      fifo: false,
      concurrency: 10,
      rate_per_second: null,
    });
  });

  test('carries its template as JSON and begins where it was told to', () => {
    const draft = { ...filled, template: '{"text": "{{ event.user_id }}"}', startAtMs: 0, ratePerSecond: '5' };
    const sent = newSubscriptionOf({ ...draft, start: 'time' }, sinks);
    expect(sent.template).toEqual({ text: '{{ event.user_id }}' });
    expect(sent.from).toEqual({ kind: 'time', at: '1970-01-01T00:00:00.000Z' });
    expect(sent.rate_per_second).toBe(5);
  });

  test('tells a sink what differs from its defaults', () => {
    const { destination } = newSubscriptionOf({ ...filled, ...toKafka({ drafts: { brokers: 'a:1\nb:2' } }) }, sinks);
    expect(destination).toEqual({ kind: 'sink', sink_id: 'kafka', config: { brokers: ['a:1', 'b:2'] } });
  });

  test.each([
    [{ name: ' ' }, '/name', 'missing'],
    [{ topics: [] }, '/topics', 'missing'],
    [{ topics: ['Learning!'] }, '/topics', 'topic'],
    [{ template: '{' }, '/template', 'json'],
    [{ concurrency: '0' }, '/concurrency', 'number'],
    [{ ratePerSecond: 'many' }, '/rate_per_second', 'number'],
    [{ start: 'cursor' as const }, '/from/cursor', 'missing'],
    [{ destination: emptyDestination }, '/destination/url', 'missing'],
    [toKafka({ text: '[]' }), '/destination/config', { kind: 'object' }],
    [toKafka({ drafts: { brokers: '' } }), '/destination/config/brokers', { kind: 'missing' }],
    [destined({ authorization: 'bearer' as const }), '/destination/authorization/token', 'missing'],
    [
      destined({ authorization: 'oauth2' as const, tokenUrl: 'https://id.example/token', clientId: 'hub' }),
      '/destination/authorization/client_secret',
      'missing',
    ],
    [destined({ mtls: true, certificate: pem, key: ' ' }), '/destination/mtls/key', 'missing'],
    [destined({ mtls: true, certificate: pem, key: pem, ca: 'ca.pem' }), '/destination/mtls/ca', 'pem'],
  ])('tells what is wrong where the hub would: %j', (change, pointer, fault) => {
    expect([...draftFaults({ ...filled, ...change }, true, sinks)]).toEqual([[pointer, fault]]);
  });
});

test('a change leaves the destination alone unless it is written anew', () => {
  expect(changeOf('x', filled, false, sinks)).not.toHaveProperty('destination');
  expect(changeOf('x', filled, true, sinks).destination).toMatchObject({ kind: 'webhook' });
  expect(draftFaults({ ...filled, destination: emptyDestination }, false, sinks).size).toBe(0);
});

test('the form of a sink begins with what is known of it', () => {
  const shown = { kind: 'sink', sink_id: 'kafka', config: { brokers: ['a:1'] } } as const;
  const nothing = { url: null, key_id: null, header_names: [], timeout_ms: null, authorization: null, mtls: false };
  const destination = destinationDraftOf({ ...nothing, ...shown, config: { brokers: ['a:1'] } });
  expect(changeOf('x', { ...filled, destination }, true, sinks).destination).toEqual(shown);
});

test('a form may begin with a sink that somebody has chosen elsewhere', () => {
  expect(draftFor(null)).toBe(emptyDraft);
  const { destination } = newSubscriptionOf(draftFor('kafka'), sinks);
  expect(destination).toEqual({ kind: 'sink', sink_id: 'kafka', config: {} });
});
