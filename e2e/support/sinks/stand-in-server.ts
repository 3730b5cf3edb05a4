import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface StandInRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface StandInAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A server in the place of a real target. It checks what it gets and fails when it is told to. */
export interface StandInServer {
  readonly url: string;
  readonly requests: readonly StandInRequest[];
  /** What it was sent and its contract does not know, as sentences. */
  readonly violations: string[];
  /** Answers the next requests with this status, and with what it was sent: a target may echo a secret. */
  failNext(times: number, status: number, headers?: Readonly<Record<string, string>>): void;
  /** Answers every request so much later. `Infinity`: not at all. */
  delay(ms: number): void;
  /** Well again; what it remembers stays. */
  reset(): void;
  stop(): Promise<void>;
}

export async function startStandInServer(
  answer: (request: StandInRequest, violate: (sentence: string) => void) => StandInAnswer | Promise<StandInAnswer>,
): Promise<StandInServer> {
  const requests: StandInRequest[] = [];
  const violations: string[] = [];
  let failures = { times: 0, status: 500, headers: {} };
  let delayMs = 0;

  const answerTo = async (request: StandInRequest): Promise<StandInAnswer> => {
    if (failures.times > 0) {
      failures.times--;
      return {
        status: failures.status,
        headers: failures.headers,
        body: { error: 'told to fail', sent: echo(request) },
      };
    }
    try {
      return await answer(request, (sentence) => void violations.push(sentence));
    } catch (error) {
      violations.push(`${request.method} ${request.path}: ${error instanceof Error ? error.message : String(error)}`);
      return { status: 400, body: { error: 'not understood' } };
    }
  };
  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await received(incoming);
    requests.push(request);
    if (delayMs === Number.POSITIVE_INFINITY) return;
    if (delayMs > 0) await new Promise((done) => setTimeout(done, delayMs));
    send(response, await answerTo(request));
  };

  const server = createServer((incoming, response) => void serve(incoming, response).catch(() => response.destroy()));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    violations,
    failNext: (times, status, headers = {}) => {
      failures = { times, status, headers };
    },
    delay: (ms) => {
      delayMs = ms;
    },
    reset: () => {
      failures = { times: 0, status: 500, headers: {} };
      delayMs = 0;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

async function received(incoming: IncomingMessage): Promise<StandInRequest> {
  const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://stand-in');
  const { method = 'GET', headers } = incoming;
  return { method, path: pathname, query: searchParams, headers, body: await buffer(incoming) };
}

function send(response: ServerResponse, { status, headers, body }: StandInAnswer): void {
  const raw = body instanceof Uint8Array;
  response.writeHead(status, {
    ...(raw || body === undefined ? {} : { 'content-type': 'application/json' }),
    ...headers,
  });
  response.end(raw ? body : body === undefined ? undefined : JSON.stringify(body));
}

function echo({ method, path, headers }: StandInRequest): object {
  return { method, path, authorization: headers.authorization ?? null };
}
