import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket, type Server as TcpServer } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface Received {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

export interface Receiver {
  readonly url: string;
  readonly port: number;
  readonly received: Received[];
  connections(): number;
  stop(): Promise<void>;
}

export type Answer = (response: ServerResponse, received: Received, request: IncomingMessage) => void;

/** A receiver of webhooks on 127.0.0.1 that keeps what it gets. */
export async function startReceiver(
  answer: Answer = (response) => response.end('ok'),
  create: (listener: RequestListener) => Server = createServer,
): Promise<Receiver> {
  const received: Received[] = [];
  const server = create((request, response) => {
    buffer(request).then(
      (body) => {
        const headers = Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
        );
        const one = { method: request.method, path: request.url, headers, body };
        received.push(one);
        answer(response, one, request);
      },
      () => response.destroy(),
    );
  });
  return { received, ...(await listening(server)) };
}

/** A server that talks as it likes. */
export async function startTcpReceiver(talk: (socket: Socket) => void): Promise<Receiver> {
  const server = createTcpServer((socket) => {
    socket.on('error', () => {});
    talk(socket);
  });
  return { received: [], ...(await listening(server)) };
}

async function listening(server: Server | TcpServer): Promise<Omit<Receiver, 'received'>> {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}/hook`,
    connections: () => connections,
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
