import { once } from 'node:events';
import { type ClientOptions, WebSocket } from 'ws';
import { asOperator } from '../../testing/operator-key.ts';

export type Answer = Readonly<Record<string, unknown>>;

/** A client that speaks the protocol by hand: what it sends is what the spec says. */
export async function openIngestSocket(hubUrl: string, options: ClientOptions = { headers: asOperator }) {
  const socket = new WebSocket(`${hubUrl.replace(/^http/, 'ws')}/activity/ingest`, options);
  const answers: Answer[] = [];
  const waiting: (() => void)[] = [];
  let closedWith: { readonly code: number; readonly reason: string } | undefined;
  const wake = (): void => {
    for (const resolve of waiting.splice(0)) resolve();
  };
  socket.on('message', (data: Buffer) => {
    answers.push(JSON.parse(data.toString('utf8')) as Answer);
    wake();
  });
  socket.on('close', (code, reason) => {
    closedWith = { code, reason: reason.toString('utf8') };
    wake();
  });
  socket.on('error', wake);
  await once(socket, 'open');
  return {
    socket,
    answers,
    /** A text as it is, or a value as JSON. */
    send: (message: string | object): void =>
      socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    /** The next answer that was not taken yet. */
    next: async (): Promise<Answer> => {
      for (;;) {
        const answer = answers.shift();
        if (answer !== undefined) return answer;
        if (closedWith !== undefined) throw new Error(`closed with ${closedWith.code} ${closedWith.reason}`);
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
    closed: async (): Promise<{ readonly code: number; readonly reason: string }> => {
      while (closedWith === undefined) await new Promise<void>((resolve) => waiting.push(resolve));
      return closedWith;
    },
  };
}
export type IngestSocket = Awaited<ReturnType<typeof openIngestSocket>>;

/** Opens a connection and says hello. */
export async function greetedSocket(hubUrl: string, hello: object = {}, options?: ClientOptions) {
  const client = await openIngestSocket(hubUrl, options);
  client.send({ type: 'hello', ...hello });
  return { ...client, welcome: await client.next() };
}
