import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Receivers of webhooks in a process of their own, one per path. `/good/…` answers at once, `/hang` after 30 s, `/fail`
 * with 500, `/huge` with a gigabyte. Counts by kind and how old the events were when they came; told on request.
 */
export interface Received {
  readonly kind: 'received';
  readonly counts: Readonly<Record<string, number>>;
  /** Milliseconds from the recording of an event to its arrival at a good one. */
  readonly ages: readonly number[];
  readonly ids: number;
}

const counts: Record<string, number> = {};
const ids = new Set<string>();
let ages: number[] = [];

function answer(kind: string, response: ServerResponse): void {
  if (kind === 'fail') response.writeHead(500).end('no');
  else if (kind === 'hang') setTimeout(() => response.end('late'), 30_000).unref();
  else if (kind === 'huge') flood(response);
  else response.end('ok');
}

function flood(response: ServerResponse): void {
  const chunk = Buffer.alloc(64 * 1024, 'x');
  let left = 16_384;
  const more = (): void => {
    while (left-- > 0 && !response.destroyed) if (!response.write(chunk)) return void response.once('drain', more);
    response.end();
  };
  more();
}

const server = createServer((request: IncomingMessage, response) => {
  const [, kind = ''] = request.url?.split('/') ?? [];
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    counts[kind] = (counts[kind] ?? 0) + 1;
    if (kind === 'good') {
      ids.add(String(request.headers['webhook-id']));
      const recordedAt = /"recorded_at":"([^"]+)"/.exec(Buffer.concat(chunks).toString())?.[1];
      if (recordedAt !== undefined) ages.push(Date.now() - Date.parse(recordedAt));
    }
    answer(kind, response);
  });
});
server.listen(0, '127.0.0.1', () =>
  process.send?.({ kind: 'listening', port: (server.address() as AddressInfo).port }),
);
process.on('message', (message) => {
  if (message === 'report') process.send?.({ kind: 'received', counts, ages, ids: ids.size } satisfies Received);
  if (message === 'forget') {
    for (const kind of Object.keys(counts)) delete counts[kind];
    ids.clear();
    ages = [];
  }
});
