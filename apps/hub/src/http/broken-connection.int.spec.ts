import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sentEventFixture } from '../ingest/testing/sent-event-fixture.ts';
import { type IngestHub, startIngestHub } from '../testing/ingest-hub.ts';
import { answerUntilClosed, openSocket, requestHead } from '../testing/raw-request.ts';

let hub: IngestHub;

beforeAll(async () => {
  hub = await startIngestHub({ bodyTimeoutMs: 400 });
});

afterAll(() => hub.stop());

describe('a broken connection', () => {
  const json = { 'Content-Type': 'application/json' };

  it('gets an answer when the body stops half-way and the line stays open', async () => {
    const socket = await openSocket(hub.url);
    const answer = answerUntilClosed(socket);
    socket.write(`${requestHead('/activity/events', { ...json, 'Content-Length': 500 })}{"event_id":`);
    expect(await answer).toMatch(/^HTTP\/1\.1 408 [\s\S]*"code":"request_timeout"/);
  });

  it('gets an answer when a stream falls silent', async () => {
    const socket = await openSocket(hub.url);
    const answer = answerUntilClosed(socket);
    const head = requestHead('/activity/events/batch', {
      'Content-Type': 'application/x-ndjson',
      'Transfer-Encoding': 'chunked',
    });
    socket.write(`${head}5\r\n{"a":\r\n`);
    expect(await answer).toMatch(/^HTTP\/1\.1 408 [\s\S]*"code":"request_timeout"/);
  });

  it('gets the last word when a stream falls silent after its first answer', async () => {
    const socket = await openSocket(hub.url);
    const answer = answerUntilClosed(socket);
    const headers = { 'Content-Type': 'application/x-ndjson', 'Content-Length': 500 };
    socket.write(`${requestHead('/activity/events/batch', headers)}[]\n{"half":`);
    expect(await answer).toMatch(
      /^HTTP\/1\.1 200 [\s\S]*"not_an_object"[\s\S]*"error":\{[\s\S]*"code":"request_timeout"/,
    );
  });

  it.each([
    ['a body', '/activity/events', 'application/json'],
    ['a stream', '/activity/events/batch', 'application/x-ndjson'],
  ])('ends when the sender of %s hangs up', async (_name, path, type) => {
    const socket = await openSocket(hub.url);
    const answer = answerUntilClosed(socket);
    socket.end(`${requestHead(path, { 'Content-Type': type, 'Content-Length': 500 })}{"event_id":`);
    expect(await answer).not.toMatch(/^HTTP\/1\.1 [25]/);
  });

  it('ends when the sender of a stream is cut off, and keeps what had arrived whole', async () => {
    const event = sentEventFixture();
    const socket = await openSocket(hub.url);
    const ended = answerUntilClosed(socket);
    const head = requestHead('/activity/events/batch', {
      'Content-Type': 'application/x-ndjson',
      'Content-Length': 100_000,
    });
    socket.write(`${head}${JSON.stringify(event)}\n{"half":`);
    await expect.poll(() => hub.isStored(event['event_id'])).toBe(true);
    socket.resetAndDestroy();
    await ended;
  });

  it.each([
    ['nonsense', 'NONSENSE\r\n\r\n', 400],
    ['a foreign host', 'GET /activity/health HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n', 403],
    ['endless headers', `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`, 400],
    ['two lengths', `${requestHead('/activity/events', { ...json, 'Content-Length': '5, 6' })}{}`, 400],
  ])('of %s is answered and closed', async (_name, text, status) => {
    const socket = await openSocket(hub.url);
    const answer = answerUntilClosed(socket);
    socket.write(text);
    expect(await answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} [\\s\\S]*application/problem\\+json`));
  });
});
