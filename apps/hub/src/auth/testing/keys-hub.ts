import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { Writable } from 'node:stream';
import type { MadeKey, NewKey } from '@activity-hub/contracts/access/api-key';
import type { Problem } from '@activity-hub/contracts/errors';
import { migrateClickhouse } from '@activity-hub/db/clickhouse/migrate';
import { connectPostgres, type Sql } from '@activity-hub/db/postgres/client';
import { createTestClickhouse, createTestDatabase } from '@activity-hub/db/testing/test-servers';
import { pino } from 'pino';
import { readEnv } from '../../env.ts';
import { type RunningHub, startHub } from '../../hub.ts';
import { sentEventFixture } from '../../ingest/testing/sent-event-fixture.ts';
import { operatorKey } from '../../testing/operator-key.ts';

export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
  readonly headers: Headers;
}

export interface CallOptions {
  /** Empty: none; left out: that of the operator. */
  readonly key?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly at?: RunningHub;
}

/** A hub that takes events and answers queries, and the ways a spec of keys speaks to it. */
export interface KeysHub {
  readonly sql: Sql;
  readonly databaseUrl: string;
  readonly url: string;
  /** Everything it has logged, at every level. */
  logged(): string;
  /** Every secret it has given out, and that of the operator. */
  readonly secrets: readonly string[];
  /** Another process of the same hub, as it were. */
  startAnother(): Promise<RunningHub>;
  call<Body = Problem>(method: string, path: string, options?: CallOptions): Promise<Answer<Body>>;
  make(over?: Partial<NewKey>): Promise<MadeKey>;
  rotate<Body>(keyId: string, overlapSeconds: number): Promise<Answer<Body>>;
  publish(key: string, events?: number, at?: RunningHub): Promise<Answer<Problem>>;
  /** Asks from one of the many addresses of this machine. */
  askFrom(
    address: string,
    key: string,
    forwardedFor?: string,
  ): Promise<{ readonly status: number; readonly retryAfter: string | undefined }>;
  stop(): Promise<void>;
}

export const lesson = () => ({
  ...sentEventFixture(),
  event_id: randomUUID(),
  event_type: 'activity.learning.completed',
  source_system: 'lms',
});

async function callHub<Body>(url: string, method: string, path: string, options: CallOptions): Promise<Answer<Body>> {
  const { key = operatorKey, body, headers = {} } = options;
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(key === '' ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return { status: response.status, body: (isJson ? JSON.parse(text) : text) as Body, headers: response.headers };
}

function askFrom(
  hub: RunningHub,
  localAddress: string,
  key: string,
  forwardedFor?: string,
): ReturnType<KeysHub['askFrom']> {
  return new Promise((resolve, reject) => {
    const forwarded = forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor };
    const headers = { authorization: `Bearer ${key}`, ...forwarded };
    const asking = request(`${hub.url}/activity/metrics`, { localAddress, headers, agent: false }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, retryAfter: answer.headers['retry-after'] }));
    });
    asking.on('error', reject);
    asking.end();
  });
}

export async function startKeysHub(variables: Readonly<Record<string, string>> = {}): Promise<KeysHub> {
  const [database, analytics] = await Promise.all([createTestDatabase(), createTestClickhouse()]);
  await migrateClickhouse(analytics.url);
  const sql = connectPostgres(database.url, { max: 2 });
  let logged = '';
  const log = new Writable({
    write(chunk: Buffer, _encoding, done) {
      logged += chunk.toString('utf8');
      done();
    },
  });
  const env = readEnv({
    DATABASE_URL: database.url,
    CLICKHOUSE_URL: analytics.url,
    HUB_PORT: '0',
    HUB_GRPC_PORT: '0',
    HUB_OPERATOR_KEY: operatorKey,
    ...variables,
  });
  const start = () =>
    startHub({
      roles: new Set(['ingest', 'query'] as const),
      env,
      logger: pino({ level: 'trace' }, log),
      version: '0.1.0',
    });
  const hub = await start();
  const secrets = [operatorKey];
  const call = async <Body = Problem>(method: string, path: string, options: CallOptions = {}): Promise<Answer<Body>> =>
    callHub<Body>((options.at ?? hub).url, method, path, options);
  return {
    sql,
    databaseUrl: database.url,
    url: hub.url,
    logged: () => logged,
    secrets,
    startAnother: start,
    call,
    async make(over = {}) {
      const wanted = { name: 'lms', source: 'lms', permissions: ['write'], ...over };
      const { status, body } = await call<MadeKey>('POST', '/activity/keys', { body: wanted });
      if (status !== 200) throw new Error(`The key was not made: ${JSON.stringify(body)}`);
      secrets.push(body.secret);
      return body;
    },
    async rotate<Body>(keyId: string, overlapSeconds: number) {
      const body = { overlap_seconds: overlapSeconds };
      const answer = await call<Body>('POST', `/activity/keys/${keyId}/rotate`, { body });
      const { secret } = answer.body as { readonly secret?: string };
      if (secret !== undefined) secrets.push(secret);
      return answer;
    },
    publish: (key, events = 1, at = hub) =>
      call('POST', '/activity/events/batch', { key, body: Array.from({ length: events }, lesson), at }),
    askFrom: (address, key, forwardedFor) => askFrom(hub, address, key, forwardedFor),
    async stop() {
      await hub.stop();
      await sql.end();
      await Promise.all([database.drop(), analytics.drop()]);
    },
  };
}
