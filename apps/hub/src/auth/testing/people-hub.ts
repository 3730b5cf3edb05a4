import { migrateClickhouse } from '@activity-hub/db/clickhouse/migrate';
import { connectPostgres, type Sql } from '@activity-hub/db/postgres/client';
import { createTestClickhouse, createTestDatabase } from '@activity-hub/db/testing/test-servers';
import { pino } from 'pino';
import { readEnv } from '../../env.ts';
import { type RunningHub, startHub } from '../../hub.ts';
import type { Role } from '../../role.ts';
import { operatorKey } from '../../testing/operator-key.ts';

export const consoleUrl = 'http://127.0.0.1:3000';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly json: Record<string, unknown>;
}

export interface Sending {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A hub on databases of its own, and how a browser behind the console speaks to it. */
export interface PeopleHub {
  readonly url: string;
  readonly routes: RunningHub['routes'];
  readonly sql: Sql;
  readonly clickhouseUrl: string;
  readonly clickhouseDatabase: string;
  send(path: string, sending?: Sending): Promise<Answer>;
  /** Makes somebody by the operator's key and signs them in. @returns the cookie */
  join(person: {
    email: string;
    name: string;
    role: 'admin' | 'mentor';
    cohort_ids?: readonly string[];
  }): Promise<Member>;
  signIn(email: string, password: string): Promise<string>;
  stop(): Promise<void>;
}

export interface Member {
  readonly person_id: string;
  readonly cookie: string;
}

export const asOperator = { authorization: `Bearer ${operatorKey}` } as const;
export const password = 'correct horse battery';

export async function startPeopleHub(
  variables: Readonly<Record<string, string>> = {},
  roles: readonly Role[] = ['query'],
): Promise<PeopleHub> {
  const [database, analytics] = await Promise.all([createTestDatabase(), createTestClickhouse()]);
  await migrateClickhouse(analytics.url, analytics.database);
  const sql = connectPostgres(database.url, { max: 3 });
  const env = readEnv({
    DATABASE_URL: database.url,
    CLICKHOUSE_URL: analytics.url,
    HUB_PORT: '0',
    HUB_GRPC_PORT: '0',
    HUB_OPERATOR_KEY: operatorKey,
    HUB_CONSOLE_URL: consoleUrl,
    ...variables,
  });
  const hub = await startHub({ roles: new Set(roles), env, logger: pino({ level: 'silent' }), version: '0.1.0' });

  async function send(path: string, { method = 'GET', body, headers = {} }: Sending = {}): Promise<Answer> {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const answer = await fetch(`${hub.url}${path}`, {
      method,
      ...sent,
      headers: { ...type, ...headers },
      redirect: 'manual',
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, json: text === '' ? {} : JSON.parse(text) };
  }

  async function signIn(email: string, secret: string): Promise<string> {
    const answer = await send('/api/auth/sign-in/email', {
      method: 'POST',
      body: { email, password: secret },
      headers: { origin: consoleUrl },
    });
    if (answer.status !== 200) throw new Error(`Could not sign in: ${JSON.stringify(answer.json)}`);
    return cookieOf(answer);
  }

  return {
    url: hub.url,
    routes: hub.routes,
    sql,
    clickhouseUrl: analytics.url,
    clickhouseDatabase: analytics.database,
    send,
    signIn,
    async join(person) {
      const made = await send('/activity/people', { method: 'POST', body: person, headers: asOperator });
      const { invitation, person: known } = made.json as { invitation: { token: string }; person: Member };
      await send('/activity/people/password', { method: 'POST', body: { token: invitation.token, password } });
      return { person_id: known.person_id, cookie: await signIn(person.email, password) };
    },
    async stop() {
      await hub.stop();
      await sql.end();
      await Promise.all([database.drop(), analytics.drop()]);
    },
  };
}

export function cookieOf(answer: Answer): string {
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ');
}
