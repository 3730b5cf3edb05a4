import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import { shardLine } from './line-shard.ts';
import { createPostLines, HubUnreachable } from './post-lines.ts';

/** Answers with what the test says; the real hub is met in the integration test. */
let server: Server | undefined;
afterEach(() => server?.close());

interface Sent {
  readonly path: string;
  readonly body: string;
}

async function answering(
  answer: (sent: Sent, attempt: number) => [status: number, body: unknown],
): Promise<{ url: string; sent: Sent[] }> {
  const sent: Sent[] = [];
  const started = createServer((request, response) => void respond(request, response));
  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    sent.push({ path: request.url ?? '', body });
    const [status, content] = answer({ path: request.url ?? '', body }, sent.length);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
  }
  server = started;
  await new Promise<void>((listening) => started.listen(0, '127.0.0.1', listening));
  return { url: `http://127.0.0.1:${(started.address() as AddressInfo).port}`, sent };
}

const lines = (...texts: string[]) =>
  texts.map((text, at) => shardLine({ number: at + 1, bytes: Buffer.from(text) }, 8));
const receipt = { event_id: 'e', position: 'p', recorded_at: 't', digest: 'd' };
const acceptedItem = { status: 'accepted', duplicate: false, receipt };
const batch = (items: object[]) => ({ accepted: 0, duplicates: 0, refused: 0, conflicts: 0, items });
const problem = (code: string, pointer = '') => ({ code, detail: `${code}.`, pointer });

describe('createPostLines', () => {
  test('sends the bytes of the lines as one array and points into the event', async () => {
    const { url, sent } = await answering(() => [
      207,
      batch([
        acceptedItem,
        {
          status: 'refused',
          event_id: 'x',
          code: 'unknown_field',
          detail: 'No.',
          pointer: '/1/payloed',
          refused_id: 'r',
        },
      ]),
    ]);
    const verdicts = await createPostLines(url, { patienceMs: 1_000 })(lines('{"a": 1.0}', '{ "b":2 }'));
    expect(sent).toEqual([{ path: '/activity/events/batch', body: '[{"a": 1.0},{ "b":2 }]' }]);
    expect(verdicts[1]).toEqual({
      line: 2,
      status: 'refused',
      event_id: 'x',
      code: 'unknown_field',
      detail: 'No.',
      pointer: '/payloed',
      refused_id: 'r',
    });
  });

  test('sends a line that is not JSON alone, so that the hub keeps it and the others pass', async () => {
    const { url, sent } = await answering(({ path }) =>
      path.endsWith('/batch') ? [200, batch([acceptedItem])] : [400, problem('malformed_json')],
    );
    const verdicts = await createPostLines(url, { patienceMs: 1_000 })(lines('{"a":', '{}'));
    expect(sent.map((request) => request.body)).toEqual(['[{}]', '{"a":']);
    expect(verdicts.map((verdict) => [verdict.line, verdict.status, verdict.code])).toEqual([
      [2, 'accepted', null],
      [1, 'refused', 'malformed_json'],
    ]);
  });

  test('repeats the same request while the hub is busy or away', async () => {
    const { url, sent } = await answering((_sent, attempt) =>
      attempt < 3 ? [503, problem('overloaded')] : [200, batch([acceptedItem])],
    );
    const waiting: string[] = [];
    const post = createPostLines(url, { patienceMs: 10_000, onWaiting: (reason) => waiting.push(reason) });
    expect(await post(lines('{}'))).toHaveLength(1);
    expect(sent).toHaveLength(3);
    expect(new Set(sent.map((request) => request.body)).size).toBe(1);
    expect(waiting).toEqual(['overloaded', 'overloaded']);
  });

  test('gives up when nothing listens for too long', async () => {
    const { url } = await answering(() => [200, {}]);
    await new Promise((closed) => server?.close(closed));
    const post = createPostLines(url, { patienceMs: 0 });
    await expect(post(lines('{}'))).rejects.toThrow(HubUnreachable);
    await expect(post(lines('{}'))).rejects.toThrow('nothing listens there');
  });

  test('halves a batch that is refused as a whole until the line is found', async () => {
    const { url } = await answering(({ body }) => {
      const count = (JSON.parse(body) as unknown[]).length;
      if (body.includes('bad')) return [413, problem('body_too_large')];
      return [200, batch(Array.from({ length: count }, () => acceptedItem))];
    });
    const verdicts = await createPostLines(url, { patienceMs: 1_000 })(lines('{}', '{}', '{"bad":1}', '{}', '{}'));
    expect(verdicts.map((verdict) => verdict.code)).toEqual([null, null, 'body_too_large', null, null]);
  });
});
