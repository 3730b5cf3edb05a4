import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface ReceivedWebhook {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface WebhookReceiver {
  /** On loopback: the hub reaches it only with the allow-list that these tests start it with. */
  readonly url: string;
  readonly received: readonly ReceivedWebhook[];
  /** What it answers from now on. */
  answerWith(status: number, body?: string): void;
  stop(): Promise<void>;
}

/** Takes what the hub sends, or fails when it is told to. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = [];
  let answer = { status: 200, body: 'taken' };
  const server = createServer((request, response) => {
    text(request).then(
      (body) => {
        const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
        received.push({ headers: Object.fromEntries(headers), body });
        response.writeHead(answer.status, { 'content-type': 'text/plain' }).end(answer.body);
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    answerWith(status, body = '') {
      answer = { status, body };
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
