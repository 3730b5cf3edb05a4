import type { IncomingMessage } from 'node:http';

/** Aborted when the connection of a request ends, and at once when it ended before anybody asked: its event is over then. */
export function connectionEnd(request: IncomingMessage): AbortSignal {
  const ended = new AbortController();
  if (request.socket.destroyed) ended.abort();
  else request.once('close', () => ended.abort());
  return ended.signal;
}
