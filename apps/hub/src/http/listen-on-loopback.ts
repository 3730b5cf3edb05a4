import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { loopback } from './create-server.ts';

const closeTimeoutMs = 8_000;

export interface ListeningServer {
  readonly url: string;
  /** Answers what is under way, takes nothing new; what lasts longer than the time-out is cut off. */
  close(): Promise<void>;
}

/** @throws Error with a sentence when the port is taken */
export async function listenOnLoopback(server: FastifyInstance, port: number): Promise<ListeningServer> {
  let url: string;
  try {
    url = await server.listen({ host: loopback, port });
  } catch (cause) {
    const isTaken = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE';
    if (!isTaken) throw cause;
    throw new Error(
      `Port ${port} is taken. End the other program, or choose another port (HUB_PORT, HUB_PROCESS_PORT).`,
      { cause },
    );
  }
  return {
    url,
    async close() {
      const closed = server.close();
      const late = new AbortController();
      await Promise.race([closed, wait(closeTimeoutMs, undefined, { signal: late.signal }).catch(() => undefined)]);
      late.abort();
      server.server.closeAllConnections();
      await closed;
    },
  };
}
