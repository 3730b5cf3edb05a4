import { appRouter } from '@activity-hub/contracts/api/app-router';
import type { AnyTRPCRouter } from '@trpc/server';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { z } from 'zod';
import { type PeopleHub, startPeopleHub } from '../auth/testing/people-hub.ts';
import { sentEventFixture } from '../ingest/testing/sent-event-fixture.ts';
import { fuzzBounds, fuzzTimeoutMs } from '../testing/fuzz-bounds.ts';
import { restEndpoints } from './rest-endpoints.ts';
import { anyCharacters, createFuzzClient, type FuzzClient, type Sent } from './testing/fuzz-client.ts';
import { inputArbitrary } from './testing/input-arbitrary.ts';

/*
 * Whatever is asked of the procedures by somebody who may ask all of them, over tRPC and over REST: inputs near
 * what each of them takes, and anything at all.
 */
let hub: PeopleHub;
let client: FuzzClient;

beforeAll(async () => {
  hub = await startPeopleHub({}, ['ingest', 'query']);
  client = createFuzzClient(hub.url);
  const events = Array.from({ length: 20 }, () => sentEventFixture());
  const body = JSON.stringify([...events, { ...sentEventFixture(), timestamp: 'yesterday' }]);
  await client.send({ method: 'POST', path: '/activity/events/batch', body, headers: json });
});

afterAll(() => hub?.stop());

const json = { 'content-type': 'application/json' };

interface Call {
  readonly name: string;
  readonly type: string;
  readonly input: unknown;
}

type Definition = { readonly _def: { readonly type: string; readonly inputs: readonly z.ZodType[] } };
/** Without subscriptions: they do not end, and take the input of a stream that is asked beside it. */
const procedures = Object.entries<Definition>((appRouter as AnyTRPCRouter)._def.procedures).filter(
  ([, { _def }]) => _def.type !== 'subscription',
);
const inputs = new Map(procedures.map(([name, { _def }]) => [name, inputArbitrary(_def.inputs[0])]));

const inputOf = (name: string): fc.Arbitrary<unknown> => inputs.get(name) ?? fc.jsonValue();
const call: fc.Arbitrary<Call> = fc
  .constantFrom(...procedures)
  .chain(([name, { _def }]) => inputOf(name).map((input) => ({ name, type: _def.type, input })));

const textOf = (value: unknown): string => JSON.stringify(value) ?? '';
/** As it stands in an address. */
const shown = (value: unknown): string => (typeof value === 'string' ? value : textOf(value));
const asked = (input: unknown): string => (input === undefined ? '' : `?input=${encodeURIComponent(textOf(input))}`);

/** As the client of tRPC sends one call. */
function trpcOf({ name, type, input }: Call): Sent {
  if (type === 'query') return { method: 'GET', path: `/trpc/${name}${asked(input)}` };
  return { method: 'POST', path: `/trpc/${name}`, headers: json, body: textOf(input) };
}

const endpoints = restEndpoints(appRouter);

function membersOf(input: unknown): Readonly<Record<string, unknown>> {
  return typeof input === 'object' && input !== null && !Array.isArray(input) ? { ...input } : {};
}

/** A call in the form of REST: what the path names goes there, and the rest into the query or the body. */
const restCall: fc.Arbitrary<Sent> = fc.constantFrom(...endpoints).chain(({ procedure, method, path }) =>
  inputOf(procedure).map((input) => {
    const members = membersOf(input);
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    const url = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(shown(members[name] ?? 'x').toWellFormed()),
    );
    const rest = Object.entries(members).filter(([name]) => !named.includes(name));
    if (method !== 'GET') return { method, path: url, headers: json, body: textOf(Object.fromEntries(rest)) };
    const query = new URLSearchParams(rest.map(([name, value]): [string, string] => [name, shown(value)]));
    return { method, path: `${url}?${query.toString()}` };
  }),
);

const rawPath = fc
  .array(
    fc.constantFrom(
      'a',
      '%',
      '%00',
      '%ff',
      '/',
      '..',
      '.',
      ',',
      '?',
      '&',
      '=',
      'input',
      'batch',
      '1',
      '{',
      '%7B%7D',
      'users',
      'summary',
      'é',
    ),
    { maxLength: 20 },
  )
  .map((parts) => encodeURI(parts.join('')).replaceAll('%25', '%'));

describe('whatever is asked', { timeout: fuzzTimeoutMs }, () => {
  it('of a procedure over tRPC is answered or refused', async () => {
    await fc.assert(
      fc.asyncProperty(call, async (asking) => void (await client.probe(trpcOf(asking)))),
      fuzzBounds,
    );
  });

  it('of a procedure over REST is answered or refused', async () => {
    await fc.assert(
      fc.asyncProperty(restCall, async (sent) => void (await client.probe(sent))),
      fuzzBounds,
    );
  });

  it('over REST with parameters that nobody meant is refused', async () => {
    const queries = endpoints.filter(({ method }) => method === 'GET');
    const name = fc.oneof(
      fc.constantFrom(
        'from',
        'to',
        'limit',
        'cursor',
        'type',
        'text',
        'payload_path',
        'user_id',
        '__proto__',
        'period',
      ),
      fc.string({ maxLength: 8 }),
    );
    const value = fc.oneof(
      anyCharacters.map((text) => text.toWellFormed()),
      fc.constantFrom(
        '2026-06-01T00:00:00Z',
        '-1',
        '1e9',
        '999999999999999',
        '(a+)+$',
        '%',
        '*',
        '[',
        'activity.**',
        'NaN',
      ),
      fc.uuid(),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...queries),
        value,
        fc.array(fc.tuple(name, value), { maxLength: 4 }),
        async ({ path }, id, query) => {
          const url = path.replaceAll(/\{\w+\}/g, encodeURIComponent(id));
          await client.probe({ method: 'GET', path: `${url}?${new URLSearchParams(query).toString()}` });
        },
      ),
      fuzzBounds,
    );
  });

  it('in a batch of calls, or under no path at all, is answered or refused', async () => {
    const batch = fc.array(call, { minLength: 1, maxLength: 4 }).map((calls): Sent => {
      const isQuery = calls[0]?.type === 'query';
      const path = `/trpc/${calls.map(({ name }) => name).join(',')}?batch=1`;
      const given = textOf(Object.fromEntries(calls.map(({ input }, at) => [at, input])));
      if (isQuery) return { method: 'GET', path: `${path}&input=${encodeURIComponent(given)}` };
      return { method: 'POST', path, headers: json, body: given };
    });
    const raw = fc
      .tuple(fc.constantFrom('GET', 'POST'), rawPath, fc.oneof(fc.json(), anyCharacters))
      .map(([method, path, body]): Sent => {
        const to = `/trpc/${path}`;
        return method === 'GET' ? { method, path: to } : { method, path: to, headers: json, body };
      });
    await fc.assert(
      fc.asyncProperty(fc.oneof(batch, raw), async (sent) => void (await client.probe(sent))),
      fuzzBounds,
    );
  });

  it('to be published over tRPC is judged', async () => {
    const event = fc
      .tuple(fc.constantFrom(...Object.keys(sentEventFixture()), 'other'), fc.jsonValue())
      .map(([field, value]) => sentEventFixture({ [field]: value }));
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.json(),
      event.map(textOf),
      fc.array(fc.oneof(event, fc.jsonValue()), { maxLength: 5 }).map(textOf),
      fc.array(event, { maxLength: 3 }).map((events) => textOf({ events })),
      fc
        .dictionary(
          fc.constantFrom('0', '1', 'json'),
          fc.oneof(event, fc.array(event, { maxLength: 2 }), fc.jsonValue()),
        )
        .map(textOf),
    );
    const path = fc.constantFrom(
      'publish.event',
      'publish.batch',
      'publish.event?batch=1',
      'publish.batch?batch=1',
      'publish.event,publish.batch?batch=1',
    );
    await fc.assert(
      fc.asyncProperty(path, body, async (name, sent) => {
        await client.probe({ method: 'POST', path: `/trpc/${name}`, headers: json, body: sent });
      }),
      fuzzBounds,
    );
  });

  it('leaves nothing behind', () => client.expectRest());
});
