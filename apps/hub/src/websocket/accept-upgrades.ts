import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { HubError, problemOf } from '@activity-hub/contracts/errors';
import type { Credentials } from '../auth/credentials.ts';
import { isAllowedHost, isAllowedOrigin } from '../http/allowed-host.ts';
import { problemType } from '../http/problem-answer.ts';

/** Takes over the connection of a request that was let in. */
export type Admitted = (socket: Duplex, head: Buffer) => void;

/** A path under which WebSocket connections are taken. */
export interface Upgrade {
  readonly path: string;
  /** @throws HubError when the connection is refused, in words the client is answered with */
  admit(request: IncomingMessage): Promise<Admitted>;
}

function refuseUpgrade(socket: Duplex, failure: unknown): void {
  const known = failure instanceof HubError ? failure : new HubError('internal_error', 'The hub failed to answer.');
  const problem = problemOf(known.code, known.message, known.pointer);
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${problem.title.replaceAll(/[^ -~]/g, '')}`,
    `Content-Type: ${problemType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    ...(problem.status === 503 || problem.status === 429 ? [`Retry-After: ${known.retryAfterSeconds ?? 1}`] : []),
  ].join('\r\n');
  socket.end(`${head}\r\n\r\n${body}`, () => socket.destroy());
}

export function textOf(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : header?.[0];
}

/** Keys only: a browser sends the session along to any page of this machine that connects here. */
export function credentialsOf(request: IncomingMessage): Credentials {
  return {
    authorization: request.headers.authorization,
    apiKey: textOf(request.headers['x-api-key']),
    address: request.socket.remoteAddress,
    forwardedFor: textOf(request.headers['x-forwarded-for']),
  };
}

/** @throws HubError */
function checkRequest(request: IncomingMessage): void {
  const { host, origin } = request.headers;
  if (!isAllowedHost(host)) throw new HubError('host_not_allowed', 'Address the hub as 127.0.0.1 or localhost.');
  // Browsers let pages of any site open WebSockets, with the cookies of this one.
  if (!isAllowedOrigin(origin))
    throw new HubError('host_not_allowed', 'Pages of other sites may not write to the hub.');
}

/** Takes WebSocket connections on the hub's HTTP server, each under its path. */
export function acceptUpgrades(server: HttpServer, upgrades: readonly Upgrade[]): void {
  const paths = upgrades.map(({ path }) => path).join(' and ');
  const admit = async (request: IncomingMessage): Promise<Admitted> => {
    checkRequest(request);
    const upgrade = upgrades.find(({ path }) => request.url?.split('?', 1)[0] === path);
    if (upgrade === undefined) throw new HubError('not_found', `WebSocket connections are taken under ${paths}.`);
    return await upgrade.admit(request);
  };
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const swallow = (): void => void socket.destroy();
    socket.on('error', swallow);
    admit(request).then(
      (admitted) => {
        socket.off('error', swallow);
        admitted(socket, head);
      },
      (failure: unknown) => refuseUpgrade(socket, failure),
    );
  });
}
