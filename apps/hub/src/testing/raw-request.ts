import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { asOperator } from './operator-key.ts';

/** Speaks to a server byte by byte, as no HTTP client would. */
export async function openSocket(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  return socket;
}

/** Everything the server says until it closes the connection. */
export async function answerUntilClosed(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('utf8');
  });
  // A reset is an end too: what counts is that the server does not leave the client hanging.
  socket.on('error', () => undefined);
  await once(socket, 'close');
  return text;
}

export function requestHead(path: string, headers: Readonly<Record<string, string | number>>): string {
  const lines = Object.entries({ Host: 'localhost', Authorization: asOperator.authorization, ...headers }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  return `POST ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`;
}
