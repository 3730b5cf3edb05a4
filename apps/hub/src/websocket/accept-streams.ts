import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { demandAccess } from '@activity-hub/contracts/access/access-level';
import type { StreamedFrame } from '@activity-hub/contracts/dispatch/stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Authenticate } from '../auth/create-authenticate.ts';
import { openStream, type StreamSources } from '../stream/open-stream.ts';
import { streamPath, streamQueryOf } from '../stream/stream-route.ts';
import { type Admitted, credentialsOf, type Upgrade } from './accept-upgrades.ts';

/** What may wait in a connection until it is read; then nothing more is read from the log for it. */
const maxBufferedBytes = 1024 * 1024;
const goingAway = 1001;
const nothingToSay = 1008;

export interface AcceptStreamsOptions extends StreamSources {
  readonly authenticate: Authenticate;
}

/** `WS /activity/stream`: the same pieces as the Server-Sent Events, one JSON text each. Keys only, as for all sockets. */
export function acceptStreams(options: AcceptStreamsOptions): Upgrade {
  const websockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 1_024 });
  return {
    path: streamPath,
    async admit(request: IncomingMessage): Promise<Admitted> {
      const caller = await options.authenticate(credentialsOf(request));
      demandAccess(caller, 'read');
      const { searchParams } = new URL(request.url ?? '/', 'http://hub');
      const query = streamQueryOf(Object.fromEntries(searchParams), undefined);
      const ended = new AbortController();
      request.socket.on('close', () => ended.abort());
      const { groups } = await openStream(options, query, { caller, requestId: randomUUID() }, ended.signal);
      return (socket, head) => {
        websockets.handleUpgrade(request, socket, head, (websocket) => void pump(websocket, groups));
      };
    },
  };
}

async function pump(websocket: WebSocket, groups: AsyncGenerator<readonly StreamedFrame[]>): Promise<void> {
  websocket.on('error', () => websocket.terminate());
  // It only listens: whoever sends something has taken it for another surface.
  websocket.on('message', () => websocket.close(nothingToSay, 'The stream takes no messages.'));
  try {
    for await (const group of groups) {
      if (websocket.readyState !== websocket.OPEN) break;
      for (const frame of group) await send(websocket, JSON.stringify(frame));
    }
    websocket.close(goingAway, 'The hub is shutting down; go on from the last cursor.');
  } catch {
    websocket.close(1011, 'The hub failed; go on from the last cursor.');
  }
}

/** Resolves at once while there is room, else when the connection took it. */
async function send(websocket: WebSocket, text: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  websocket.send(text, () => resolve());
  if (websocket.bufferedAmount > maxBufferedBytes) await Promise.race([promise, once(websocket, 'close')]);
}
