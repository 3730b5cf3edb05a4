import { connectPostgres, type Sql } from '@activity-hub/db/postgres/client';
import { createTestDatabase } from '@activity-hub/db/testing/test-servers';
import { pino } from 'pino';
import { readEnv } from '../env.ts';
import { startHub } from '../hub.ts';
import { asOperator, operatorKey } from './operator-key.ts';

export type SentBody = string | Uint8Array<ArrayBuffer>;
type Headers = Readonly<Record<string, string>>;

export interface HttpAnswer {
  readonly status: number;
  readonly type: string;
  readonly json: Record<string, unknown>;
}

/** A hub of the role ingest on a database of its own, and the ways a spec speaks to it. */
export interface IngestHub {
  readonly url: string;
  readonly grpcAddress: string;
  readonly sql: Sql;
  post(path: string, body: SentBody, headers?: Headers): Promise<HttpAnswer>;
  single(body: SentBody): Promise<HttpAnswer>;
  /** Posts a stream and answers with the lines of the answer. */
  lines(body: SentBody, headers?: Headers, query?: string): Promise<readonly Record<string, unknown>[]>;
  isStored(eventId: unknown): Promise<boolean>;
  stop(): Promise<void>;
}

export async function startIngestHub(options: {
  readonly bodyTimeoutMs: number;
  /** More settings of the hub. */
  readonly env?: Readonly<Record<string, string>>;
}): Promise<IngestHub> {
  const database = await createTestDatabase();
  const sql = connectPostgres(database.url, { max: 2 });
  const env = readEnv({
    DATABASE_URL: database.url,
    HUB_PORT: '0',
    HUB_GRPC_PORT: '0',
    HUB_OPERATOR_KEY: operatorKey,
    ...options.env,
  });
  const logger = pino({ level: 'silent' });
  const hub = await startHub({
    roles: new Set(['ingest']),
    env,
    logger,
    version: '0.1.0',
    bodyTimeoutMs: options.bodyTimeoutMs,
  });

  async function post(path: string, body: SentBody, headers: Headers = {}): Promise<HttpAnswer> {
    const response = await fetch(`${hub.url}${path}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...asOperator, ...headers },
    });
    const type = response.headers.get('content-type') ?? '';
    const text = await response.text();
    return { status: response.status, type, json: type.includes('ndjson') ? { text } : JSON.parse(text) };
  }

  return {
    url: hub.url,
    grpcAddress: hub.grpcAddress ?? '',
    sql,
    post,
    single: (body) => post('/activity/events', body),
    async lines(body, headers = {}, query = '') {
      const type = { 'content-type': 'application/x-ndjson' };
      const answer = await post(`/activity/events/batch${query}`, body, { ...type, ...headers });
      const texts = String(answer.json['text']).trim().split('\n');
      return texts.map((line) => JSON.parse(line) as Record<string, unknown>);
    },
    async isStored(eventId) {
      const rows = await sql`select 1 from event where event_id = ${String(eventId)}`;
      return rows.length === 1;
    },
    async stop() {
      await hub.stop();
      await sql.end();
      await database.drop();
    },
  };
}
