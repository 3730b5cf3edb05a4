import { once } from 'node:events';
import { Agent, request } from 'node:http';
import type { ActivityEvent } from '@activity-hub/contracts/event';
import { Client, credentials, Metadata, type MethodDefinition } from '@grpc/grpc-js';
import { WebSocket } from 'ws';
import { ingestServiceName, loadIngestPackage } from '../grpc/ingest-definition.ts';
import { asOperator } from '../testing/operator-key.ts';

export type LoadSurface = 'rest' | 'grpc' | 'grpc-stream' | 'websocket';

/**
 * Sends bodies that were made before the clock starts, over one surface. None of them looks into the answers
 * beyond whether it was one: what was stored is counted in the log at the end.
 */
export interface LoadClient {
  bodyOf(events: readonly ActivityEvent[]): Buffer;
  /** @returns whether it was answered as stored */
  send(body: Buffer, connection: number): Promise<boolean>;
  close(): void;
}

/** `target`: the address of the hub, without a path. */
type MakeClient = (target: string, batch: number, connections: number) => LoadClient | Promise<LoadClient>;

const restClient: MakeClient = (target, batch, connections) => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const url = `${target}/activity/events${batch === 1 ? '' : '/batch'}`;
  return {
    bodyOf: (events) => Buffer.from(JSON.stringify(batch === 1 ? events[0] : events)),
    send: (body) =>
      new Promise((resolve, reject) => {
        const headers = { 'content-type': 'application/json', 'content-length': body.length, ...asOperator };
        const call = request(url, { agent, method: 'POST', headers }, (answer) => {
          const status = answer.statusCode ?? 0;
          answer.resume();
          answer.on('end', () => resolve(status < 300 && status !== 207));
          answer.on('error', reject);
        });
        call.on('error', reject);
        call.end(body);
      }),
    close: () => agent.destroy(),
  };
};

/** Connections of a gRPC producer, whatever the number of its calls at once. */
const maxChannels = 4;

function wireEventOf({ payload, metadata, ...texts }: ActivityEvent): object {
  return { ...texts, payload: Buffer.from(JSON.stringify(payload)), metadata: Buffer.from(JSON.stringify(metadata)) };
}

const same = (bytes: Buffer): Buffer => bytes;

function methodOf(name: string): MethodDefinition<object, object> {
  const methods = loadIngestPackage()[ingestServiceName] as unknown as Record<string, MethodDefinition<object, object>>;
  const method = methods[name];
  if (method === undefined) throw new Error(`The proto file has no method ${name}.`);
  return method;
}

function withKey(): Metadata {
  const metadata = new Metadata();
  metadata.set('authorization', asOperator.authorization);
  return metadata;
}

const grpcClient: MakeClient = (target, batch, connections) => {
  const method = methodOf(batch === 1 ? 'Publish' : 'PublishBatch');
  const metadata = withKey();
  // A pool of its own makes each client a connection of its own; a connection of HTTP/2 carries many calls.
  const options = { 'grpc.use_local_subchannel_pool': 1 };
  const channels = Math.min(connections, maxChannels);
  const clients = Array.from({ length: channels }, () => new Client(target, credentials.createInsecure(), options));
  return {
    bodyOf(events) {
      const wire = events.map(wireEventOf);
      return method.requestSerialize(batch === 1 ? { event: wire[0] } : { events: wire });
    },
    send: (body, connection) =>
      new Promise((resolve) => {
        clients[connection % channels]?.makeUnaryRequest(method.path, same, same, body, metadata, (failure) =>
          resolve(failure === null),
        );
      }),
    close() {
      for (const client of clients) client.close();
    },
  };
};

/** One stream a connection, as a producer of single events would use gRPC. */
const grpcStreamClient: MakeClient = (target, _batch, connections) => {
  const method = methodOf('PublishStream');
  const options = { 'grpc.use_local_subchannel_pool': 1 };
  const clients = Array.from({ length: Math.min(connections, maxChannels) }, () => {
    return new Client(target, credentials.createInsecure(), options);
  });
  const streams = Array.from({ length: connections }, (_, n) => {
    return clients[n % clients.length]?.makeBidiStreamRequest(method.path, same, same, withKey());
  });
  return {
    bodyOf: (events) => method.requestSerialize({ seq: 1, events: events.map(wireEventOf) }),
    async send(body, connection) {
      const stream = streams[connection % connections];
      if (stream === undefined) return false;
      stream.write(body);
      await once(stream, 'data');
      return true;
    },
    close() {
      for (const stream of streams) stream?.end();
      for (const client of clients) client.close();
    },
  };
};

const webSocketClient: MakeClient = async (target, batch, connections) => {
  const url = `${target.replace(/^http/, 'ws')}/activity/ingest`;
  const sockets = await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = new WebSocket(url, { headers: asOperator, perMessageDeflate: false });
      await once(socket, 'open');
      socket.send('{"type":"hello"}');
      await once(socket, 'message');
      return socket;
    }),
  );
  let seq = 0;
  return {
    // Bodies are sent in the order made, so the numbers rise on every connection.
    bodyOf(events) {
      seq++;
      const content = batch === 1 ? { type: 'event', seq, event: events[0] } : { type: 'batch', seq, events };
      return Buffer.from(JSON.stringify(content));
    },
    async send(body, connection) {
      const socket = sockets[connection % connections];
      if (socket === undefined) return false;
      socket.send(body, { binary: false });
      const [answer] = (await once(socket, 'message')) as [Buffer];
      return answer.subarray(0, 13).toString('latin1') === '{"type":"ack"';
    },
    close() {
      for (const socket of sockets) socket.close();
    },
  };
};

const clients: Readonly<Record<LoadSurface, MakeClient>> = {
  rest: restClient,
  grpc: grpcClient,
  'grpc-stream': grpcStreamClient,
  websocket: webSocketClient,
};

export async function openLoadClient(
  surface: LoadSurface,
  target: string,
  shape: { readonly batch: number; readonly connections: number },
): Promise<LoadClient> {
  return clients[surface](target, shape.batch, shape.connections);
}
