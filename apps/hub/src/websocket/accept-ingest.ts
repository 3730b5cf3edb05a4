import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { HubError } from '@activity-hub/contracts/errors';
import { EVENT_LIMITS } from '@activity-hub/contracts/event';
import { WebSocketServer } from 'ws';
import type { Credentials } from '../auth/credentials.ts';
import type { Publishing } from '../ingest/publishing.ts';
import { isTraceParent } from '../ingest/steps/add-trace.ts';
import { type Admitted, credentialsOf, textOf, type Upgrade } from './accept-upgrades.ts';
import {
  type ConnectionOptions,
  type ConnectionTimes,
  closeTimeoutMs,
  connectionTimes,
  IngestConnection,
} from './ingest-connection.ts';
import { createIngestSessions } from './ingest-sessions.ts';

export const ingestPath = '/activity/ingest';
const maxConnections = 1_000;
const heartbeatMs = 30_000;
/** What was taken when the hub stops gets so long to be answered. */
const endTimeoutMs = 5_000;
/** The events of a batch, and the message around them. */
const maxMessageBytes = EVENT_LIMITS.maxBodyBytes + 1_024;

export interface AcceptIngestOptions {
  readonly publishing: Publishing;
  readonly waiter: ConnectionOptions['waiter'];
  /** Told once per connection, at its end. */
  readonly closed: (ended: {
    readonly code: number;
    readonly events: number;
    readonly ms: number;
    readonly fault: unknown;
  }) => void;
  /** Specs shorten them. */
  readonly times?: Partial<ConnectionTimes> | undefined;
}

export interface AcceptedIngest extends Upgrade {
  connections(): number;
  /** Answers what was taken and closes every connection; new ones are turned away. */
  close(): Promise<void>;
}

/** Takes WebSocket connections that publish. */
export function acceptIngest(options: AcceptIngestOptions): AcceptedIngest {
  const sessions = createIngestSessions();
  const connections = new Set<IngestConnection>();
  let closing = false;
  const websockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    clientTracking: false,
    maxPayload: maxMessageBytes,
    maxFragments: 1_024,
  });

  /** Whoever names a key in the request learns at once that it is no good; others name it in their hello. */
  async function admit(request: IncomingMessage): Promise<Admitted> {
    if (closing) throw new HubError('shutting_down', 'The hub is shutting down. Connect again in a moment.');
    if (connections.size >= maxConnections)
      throw new HubError('overloaded', `${connections.size} connections are open. Try again in a second.`);
    const credentials = credentialsOf(request);
    if (credentials.authorization !== undefined || credentials.apiKey !== undefined)
      await options.publishing.admit(credentials);
    return (socket, head) => upgrade(request, socket, head, credentials);
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, credentials: Credentials): void {
    websockets.handleUpgrade(request, socket, head, (websocket) => {
      const begun = performance.now();
      const traceParent = textOf(request.headers['traceparent']);
      const connection = new IngestConnection(websocket, {
        publishing: options.publishing,
        waiter: options.waiter,
        sessions,
        credentials,
        traceParent: traceParent !== undefined && isTraceParent(traceParent) ? traceParent : undefined,
        times: { ...connectionTimes, ...options.times },
        closed(ended) {
          connections.delete(connection);
          options.closed({ ...ended, ms: performance.now() - begun });
        },
      });
      connections.add(connection);
    });
  }

  const heartbeat = setInterval(() => {
    for (const connection of connections) connection.beat();
  }, heartbeatMs);

  return {
    path: ingestPath,
    admit,
    connections: () => connections.size,
    async close() {
      closing = true;
      clearInterval(heartbeat);
      const reason = new HubError(
        'shutting_down',
        'The hub is shutting down. Connect again and send what was not answered.',
      );
      const late = new AbortController();
      const ended = Promise.all([...connections].map((connection) => connection.end(reason)));
      await Promise.race([ended, wait(endTimeoutMs, undefined, { signal: late.signal }).catch(() => undefined)]);
      late.abort();
      const gone = (): boolean => connections.size === 0;
      for (let waited = 0; !gone() && waited < closeTimeoutMs; waited += 20) await wait(20);
      for (const connection of connections) connection.terminate();
    },
  };
}
