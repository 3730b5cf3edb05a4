import { Agent, request } from 'node:http';
import { errorTable } from '@activity-hub/contracts/errors';
import fc from 'fast-check';
import { expect } from 'vitest';
import { connectionsOf } from '../../testing/connections-of.ts';
import { keptHeapMb } from '../../testing/kept-heap-mb.ts';
import { asOperator } from '../../testing/operator-key.ts';

type Headers = Readonly<Record<string, string>>;

export interface Sent {
  readonly method: string;
  /** With its query, as it goes over the wire. */
  readonly path: string;
  readonly headers?: Headers;
  readonly body?: string | Uint8Array;
}

export interface Told {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

/** Any characters. The unit `binary` of fast-check would keep a table of 80 MB, which no leak would be seen beside. */
export const anyCharacters = fc.string({
  unit: fc.integer({ min: 0, max: 0x10_ff_ff }).map((point) => String.fromCodePoint(point)),
  maxLength: 60,
});

/** What compiled code and caches take; requests that stay would take more. */
const maxGrowthMb = 60;
/** What a hub whose stores are well may be short of. Any other 503 would be a question that breaks a store. */
const shortages: readonly unknown[] = ['overloaded', 'query_timeout'];

/** Speaks to one hub over connections of its own, with headers that `fetch` would not send. */
export interface FuzzClient {
  send(sent: Sent): Promise<Told>;
  /** Sends it, and holds the answer against what every answer promises. */
  probe(sent: Sent): Promise<Told>;
  /** Closes its connections and waits until the hub holds nothing of what was sent. */
  expectRest(): Promise<void>;
}

function sendOver(agent: Agent, hubUrl: string, { method, path, headers = {}, body }: Sent): Promise<Told> {
  const { hostname, port } = new URL(hubUrl);
  // Node announces no length for the body of a DELETE.
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const sent = { ...asOperator, ...length, ...headers };
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path, method, headers: sent, agent }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          type: answer.headers['content-type'] ?? '',
          text: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

/** Every `code` of an answer, wherever the surface tells it; tRPC has numbers of its own under this name. */
function codesOf(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  const { code, items, error } = value as { code?: unknown; items?: unknown; error?: { data?: { problem?: unknown } } };
  const inner = Array.isArray(value) ? value : Array.isArray(items) ? items : [];
  const own = typeof code === 'string' && !('receipt' in value) ? [code] : [];
  return [...own, ...codesOf(error?.data?.problem), ...inner.flatMap(codesOf)];
}

/** A refusal has a code of the table and says why; nothing is worse than a shortage. */
function judge({ path }: Sent, { status, type, text }: Told): void {
  const told = `${status} ${text.slice(0, 300)}`;
  expect(text, told).not.toContain('internal_error');
  const lines = type.includes('ndjson') ? text.trim().split('\n') : [text];
  const values = lines.map((line): unknown => (type.includes('json') ? JSON.parse(line) : undefined));
  const codes = values.flatMap(codesOf);
  for (const code of codes) expect(Object.keys(errorTable), told).toContain(code);
  if (status >= 500) expect(shortages, told).toContain(codes[0]);
  if (status < 400) return;
  const [value] = values;
  expect(codes.length, told).toBeGreaterThan(0);
  if (path.startsWith('/trpc/')) return;
  expect(type).toMatch(/^application\/problem\+json/);
  expect(value).toMatchObject({ status, detail: expect.stringMatching(/./), request_id: expect.any(String) });
}

function gaugesOf(metrics: string): Readonly<Record<string, number>> {
  const gauges = metrics.matchAll(/^(hub_ingest_(?:queue_events|queue_bytes|body_bytes)) (\d+)$/gm);
  return Object.fromEntries([...gauges].map(([, name, value]) => [name, Number(value)]));
}

export function createFuzzClient(hubUrl: string): FuzzClient {
  const agent = new Agent({ keepAlive: true });
  const heapBefore = keptHeapMb();
  const send = (sent: Sent): Promise<Told> => sendOver(agent, hubUrl, sent);
  return {
    send,
    async probe(sent) {
      const told = await send(sent);
      judge(sent, told);
      return told;
    },
    async expectRest() {
      const gauges = async () => gaugesOf((await send({ method: 'GET', path: '/activity/metrics' })).text);
      const rest = { hub_ingest_queue_events: 0, hub_ingest_queue_bytes: 0, hub_ingest_body_bytes: 0 };
      await expect.poll(gauges, { timeout: 10_000 }).toEqual(rest);
      expect((await send({ method: 'GET', path: '/activity/health/ready' })).status).toBe(200);
      agent.destroy();
      await expect.poll(() => connectionsOf(new URL(hubUrl).host), { timeout: 10_000 }).toBe(0);
      expect(keptHeapMb() - heapBefore).toBeLessThan(maxGrowthMb);
    },
  };
}
