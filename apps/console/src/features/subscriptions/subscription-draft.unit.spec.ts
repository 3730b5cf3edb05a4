import { describe, expect, test } from 'vitest';
import { emptyDestination } from './destination-draft.ts';
import { changeOf, draftFaults, emptyDraft, newSubscriptionOf } from './subscription-draft.ts';

const filled = {
  ...emptyDraft,
  name: ' CRM ',
  topics: ['activity.learning.*'],
  destination: { ...emptyDestination, url: 'https://crm.example/hook ' },
};

const pem = '-----BEGIN CERTIFICATE-----\n…';
const destined = (change: Partial<typeof emptyDestination>) => ({
  destination: { ...filled.destination, ...change },
});

describe('a new subscription', () => {
  test('is sent without what was left empty', () => {
    expect(newSubscriptionOf(filled)).toEqual({
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
    const sent = newSubscriptionOf({
      ...filled,
      template: '{"text": "{{ event.user_id }}"}',
      start: 'time',
      startAtMs: 0,
      ratePerSecond: '5',
    });
    expect(sent.template).toEqual({ text: '{{ event.user_id }}' });
    expect(sent.from).toEqual({ kind: 'time', at: '1970-01-01T00:00:00.000Z' });
    expect(sent.rate_per_second).toBe(5);
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
    [
      { destination: { ...emptyDestination, kind: 'sink' as const, sinkId: 's3', config: '[]' } },
      '/destination/config',
      'object',
    ],
    [destined({ authorization: 'bearer' as const }), '/destination/authorization/token', 'missing'],
    [
      destined({ authorization: 'oauth2' as const, tokenUrl: 'https://id.example/token', clientId: 'hub' }),
      '/destination/authorization/client_secret',
      'missing',
    ],
    [destined({ mtls: true, certificate: pem, key: ' ' }), '/destination/mtls/key', 'missing'],
    [destined({ mtls: true, certificate: pem, key: pem, ca: 'ca.pem' }), '/destination/mtls/ca', 'pem'],
  ])('tells what is wrong where the hub would: %j', (change, pointer, fault) => {
    expect([...draftFaults({ ...filled, ...change }, true)]).toEqual([[pointer, fault]]);
  });
});

test('a change leaves the destination alone unless it is written anew', () => {
  expect(changeOf('x', filled, false)).not.toHaveProperty('destination');
  expect(changeOf('x', filled, true).destination).toMatchObject({ kind: 'webhook' });
  expect(draftFaults({ ...filled, destination: emptyDestination }, false).size).toBe(0);
});
