import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { HubError } from '@activity-hub/contracts/errors';
import { EVENT_LIMITS } from '@activity-hub/contracts/event';
import type { FastifyRequest } from 'fastify';

export interface BodyLimits {
  /** After inflating. */
  readonly maxBytes: number;
  /** From the first byte to the last. */
  readonly timeoutMs: number;
}

/**
 * The body as it was meant: inflated when it came with `Content-Encoding: gzip`.
 * @throws HubError unsupported_media_type for any other encoding
 */
export function inflated(stream: Readable, encoding: string | undefined): Readable {
  if (encoding === undefined || encoding === 'identity') return stream;
  if (encoding !== 'gzip')
    throw new HubError('unsupported_media_type', `Content-Encoding ${encoding} is not taken. Send gzip or none.`);
  const gunzip = createGunzip();
  // `pipe` does not carry an abort of the request over: without this a half-sent gzip body would hang.
  stream.once('error', (failure) => gunzip.destroy(failure));
  stream.once('close', () => {
    if (!stream.readableEnded) gunzip.destroy(incomplete());
  });
  return stream.pipe(gunzip);
}

function incomplete(): HubError {
  return new HubError('incomplete_body', 'The connection ended before the body did. Send the request again.');
}

/** The reason why a body could not be read, as a refusal: a broken gzip stream is the sender's mistake. */
export function readFailure(failure: unknown): HubError {
  if (failure instanceof HubError) return failure;
  const code = failure instanceof Error && 'code' in failure ? String(failure.code) : '';
  if (code.startsWith('Z_'))
    return new HubError('malformed_json', 'The body is not valid gzip, or was cut off.', { cause: failure });
  return incomplete();
}

/** What is read and thrown away after a body turned out too large: a client that is still sending does not see an answer. */
const maxDiscardedBytes = 64 * 1024 * 1024;

/** Bytes of a body too large that are kept, so that somebody can see what it was. */
const keptBytes = 256 * 1024;

/** A body beyond its bound, with how it began and how large it was. */
export class BodyTooLarge extends HubError {
  readonly beginning: Buffer;
  /** As far as it was read. */
  readonly sentBytes: number;

  constructor(maxBytes: number, beginning: Buffer, sentBytes: number) {
    const detail = `At most ${maxBytes} bytes are taken in one request. Split the batch, or stream application/x-ndjson.`;
    super('body_too_large', detail);
    this.beginning = beginning;
    this.sentBytes = sentBytes;
  }
}

/** From the first byte of a whole body to the last. */
export const wholeBodyTimeoutMs = 20_000;

/** The whole body of a request that may hold events. */
export function readWholeBody(
  request: FastifyRequest,
  payload: Readable,
  timeoutMs = wholeBodyTimeoutMs,
): Promise<Buffer> {
  return readBody(payload, encodingOf(request), { maxBytes: EVENT_LIMITS.maxBodyBytes, timeoutMs });
}

export function encodingOf({ headers }: FastifyRequest): string | undefined {
  return headers['content-encoding']?.toLowerCase();
}

/** Reads a whole body into memory, within its bounds. */
export function readBody(request: Readable, encoding: string | undefined, limits: BodyLimits): Promise<Buffer> {
  const stream = inflated(request, encoding);
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let length = 0;
    let beginning: Buffer | undefined;
    const tooLarge = (): HubError => new BodyTooLarge(limits.maxBytes, Buffer.from(beginning ?? []), length);
    const settle = (failure?: unknown): void => {
      clearTimeout(timer);
      stream.removeAllListeners('data');
      if (failure === undefined) resolve(Buffer.concat(chunks));
      else reject(readFailure(failure));
      if (failure !== undefined && stream !== request) stream.destroy();
    };
    const late = (): HubError =>
      new HubError('request_timeout', `The body was not complete after ${limits.timeoutMs / 1000} s.`);
    // What is known to be too large is told so: sent again with more time it would be refused all the same.
    const timer = setTimeout(() => settle(length > limits.maxBytes ? tooLarge() : late()), limits.timeoutMs);
    stream.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= limits.maxBytes) chunks.push(chunk);
      else if (beginning === undefined) {
        beginning = Buffer.concat(chunks).subarray(0, keptBytes);
        chunks = [];
      }
      if (length > limits.maxBytes + maxDiscardedBytes) settle(tooLarge());
    });
    stream.once('end', () => settle(length > limits.maxBytes ? tooLarge() : undefined));
    stream.once('error', settle);
    stream.once('close', () => {
      if (!stream.readableEnded) settle(incomplete());
    });
  });
}
