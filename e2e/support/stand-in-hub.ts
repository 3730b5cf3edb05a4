import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createGunzip } from 'node:zlib';

export interface StandInAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

export interface StandInRequest {
  readonly atMs: number;
  readonly authorization: string | undefined;
  readonly events: readonly { readonly event_id: string; readonly [key: string]: unknown }[];
  readonly status: number;
}

export interface StandInHub {
  readonly url: string;
  readonly requests: readonly StandInRequest[];
  stop(): Promise<void>;
}

/**
 * Answers as no healthy hub would on demand: 429, 503, a whole batch refused. What `answer` leaves
 * undefined is accepted. Only for the answers; everything about the log is proved with the real hub.
 */
export async function startStandInHub(
  answer: (events: StandInRequest['events'], nth: number) => StandInAnswer | undefined,
): Promise<StandInHub> {
  const requests: StandInRequest[] = [];
  const answerTo = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const gzipped = request.headers['content-encoding'] === 'gzip';
    const events = JSON.parse(await text(gzipped ? request.pipe(createGunzip()) : request)) as StandInRequest['events'];
    const given = answer(events, requests.length);
    const { status, headers, body } = given ?? { status: 200, headers: {}, body: { items: events.map(accepted) } };
    requests.push({ atMs: performance.now(), authorization: request.headers.authorization, events, status });
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body ?? {}));
  };
  // A client that was killed in the middle of its request gets no answer.
  const server = createServer((request, response) => void answerTo(request, response).catch(() => response.destroy()));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function accepted({ event_id }: { readonly event_id: string }): object {
  const receipt = { event_id, position: 'p', recorded_at: '2026-01-01T00:00:00.000Z', digest: '' };
  return { status: 'accepted', duplicate: false, receipt };
}
