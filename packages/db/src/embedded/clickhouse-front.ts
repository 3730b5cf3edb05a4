/**
 * The embedded ClickHouse: chdb behind the part of ClickHouse's HTTP interface that the official client
 * uses. A process of its own, because the engine takes up to gigabytes and may only be opened once.
 *
 * Started by `startEmbeddedClickhouse` with an IPC channel, over which it gets its options and reports
 * its port. When that channel closes, the parent is gone (also by `kill -9`) and so is this process.
 */
import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline, type Readable } from 'node:stream';
import { promisify } from 'node:util';
import { createGunzip, gzip } from 'node:zlib';
import { ClickhouseEngine, type EngineAnswer } from './clickhouse-engine.ts';
import { ClickhouseRefusal, exceptionOf, httpStatusOf } from './clickhouse-refusal.ts';
import { type ClickhouseRequest, clickhouseRequest } from './clickhouse-request.ts';
import { RequestSlots } from './request-slots.ts';

export interface FrontOptions {
  readonly folder: string;
  readonly token: string;
  readonly port: number;
}
export type FrontReport = { readonly port: number } | { readonly error: string };

const MAX_BODY_BYTES = 256 * 1024 * 1024;
const MAX_TARGET_BYTES = 1024 * 1024;
const DRAIN_LIMIT_MS = 3_000;
const compress = promisify(gzip);
/**
 * 16 libuv threads run the engine's calls (UV_THREADPOOL_SIZE). Writers keep four of them for themselves:
 * with one common queue, four long queries froze inserts for more than six seconds.
 */
const readers = new RequestSlots(11);
const writers = new RequestSlots(4);

function main(): void {
  process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  // Ctrl-C in a terminal reaches the whole group; the parent decides when this process stops.
  process.on('SIGINT', () => {});
  process.once('message', (options) => serve(options as FrontOptions));
}

function serve(options: FrontOptions): void {
  let engine: ClickhouseEngine;
  try {
    engine = new ClickhouseEngine(options.folder);
  } catch (error) {
    report({ error: exceptionOf(error).message });
    return;
  }
  const server = createServer({ maxHeaderSize: MAX_TARGET_BYTES }, (request, response) => {
    void answer(engine, options.token, request, response);
  });
  server.keepAliveTimeout = 30_000;
  server.requestTimeout = 0;
  server.once('error', (error) => report({ error: error.message }));
  server.listen({ port: options.port, host: '127.0.0.1' }, () => {
    report({ port: (server.address() as AddressInfo).port });
  });
  process.once('SIGTERM', () => {
    server.close();
    void engine.drained(DRAIN_LIMIT_MS).then(() => {
      engine.close();
      // Not exit(): the engine's own exit hooks wait for running queries. What was answered is in its parts.
      process.kill(process.pid, 'SIGKILL');
    });
  });
}

function report(message: FrontReport): void {
  process.send?.(message);
}

async function answer(engine: ClickhouseEngine, token: string, request: IncomingMessage, response: ServerResponse) {
  try {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (url.pathname === '/ping') return void response.end('Ok.\n');
    if (!carriesToken(request, token)) return refuse(request, response, authenticationFailed());
    const prepared = clickhouseRequest(url, request.headers, await bodyOf(request));
    const slots = prepared.work.kind === 'insert' ? writers : readers;
    await send(response, prepared, await slots.run(() => engine.run(prepared)));
  } catch (error) {
    refuse(request, response, error);
  }
}

/** Basic credentials or X-ClickHouse-Key, in constant time; the user's name does not matter. */
function carriesToken(request: IncomingMessage, token: string): boolean {
  const [scheme, credentials = ''] = (request.headers.authorization ?? '').split(' ');
  const basic = scheme?.toLowerCase() === 'basic' ? Buffer.from(credentials, 'base64').toString('utf8') : '';
  const given = String(request.headers['x-clickhouse-key'] ?? basic.slice(basic.indexOf(':') + 1));
  const left = Buffer.from(given);
  const right = Buffer.from(token);
  return left.length === right.length && timingSafeEqual(left, right);
}

function authenticationFailed(): ClickhouseRefusal {
  return new ClickhouseRefusal(
    516,
    'AUTHENTICATION_FAILED',
    'Authentication failed: the password is the token in the file clickhouse-token of the data folder.',
  );
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'gzip' && encoding !== 'identity') {
    throw new ClickhouseRefusal(48, 'NOT_IMPLEMENTED', 'Request bodies may be plain or gzip.');
  }
  const source = encoding === 'gzip' ? inflated(request) : request;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of source) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new ClickhouseRefusal(307, 'TOO_MANY_BYTES', 'The request body exceeds 256 MB.');
  }
  return Buffer.concat(chunks, size);
}

/** `pipeline`, so that a sender who hangs up ends the reading too. */
function inflated(request: IncomingMessage): Readable {
  const gunzip = createGunzip();
  pipeline(request, gunzip, () => {});
  return gunzip;
}

async function send(response: ServerResponse, request: ClickhouseRequest, result: EngineAnswer): Promise<void> {
  response.setHeader('X-ClickHouse-Query-Id', request.queryId.replace(/[^\x20-\x7e]/g, '?'));
  response.setHeader('X-ClickHouse-Summary', JSON.stringify(result.summary));
  response.setHeader('Content-Type', 'text/plain; charset=UTF-8');
  if (!request.compressAnswer) return void response.end(result.body);
  response.setHeader('Content-Encoding', 'gzip');
  response.end(await compress(result.body, { level: 1 }));
}

function refuse(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  const { code, message } = exceptionOf(error);
  // A body that is not read to its end would be taken for the next request on a kept connection.
  if (!request.complete) response.setHeader('Connection', 'close');
  response.statusCode = httpStatusOf(code);
  response.setHeader('X-ClickHouse-Exception-Code', String(code));
  response.end(`${message}\n`);
  request.resume();
}

main();
