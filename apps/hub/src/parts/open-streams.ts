import { startGrpc } from '../grpc/start-grpc.ts';
import type { UnaryOptions } from '../grpc/unary-calls.ts';
import { acceptIngest } from '../websocket/accept-ingest.ts';
import { registerIngestUpgrade } from '../websocket/register-ingest-upgrade.ts';
import type { PartContext } from './part.ts';

export type OpenStreamsOptions = Pick<UnaryOptions, 'publishing' | 'waiter' | 'admission'>;

export interface OpenStreams {
  readonly grpcAddress: string;
  stop(): Promise<void>;
}

/** The surfaces with connections that last: gRPC on a port of its own, WebSocket on the HTTP server. */
export async function openStreams(
  context: PartContext,
  { publishing, ...bounds }: OpenStreamsOptions,
): Promise<OpenStreams> {
  const { server, env, logger, metrics } = context;
  const websocket = acceptIngest({
    publishing,
    waiter: bounds.waiter,
    closed({ fault, ...ended }) {
      if (fault === undefined) logger.info(ended, 'websocket.closed');
      else logger.warn({ ...ended, err: fault }, 'websocket.closed');
    },
  });
  registerIngestUpgrade(server);
  context.upgrades.push(websocket);
  // Before the server waits for its connections to end: these last.
  server.addHook('preClose', () => websocket.close());
  metrics.gauge('hub_websocket_connections', 'Open WebSocket connections that publish', () => websocket.connections());
  const grpc = await startGrpc({
    ...bounds,
    publishing,
    port: env.grpcPort,
    observer({ requestId, fault, ...ended }) {
      const line = { request_id: requestId, ...ended };
      if (fault === undefined) logger.info(line, 'grpc.answered');
      else logger.warn({ ...line, err: fault }, 'grpc.answered');
    },
  });
  return { grpcAddress: grpc.address, stop: () => grpc.stop() };
}
