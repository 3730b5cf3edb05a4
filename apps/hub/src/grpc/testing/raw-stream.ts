import { once } from 'node:events';
import { type ClientHttp2Stream, connect } from 'node:http2';
import type { MethodDefinition } from '@grpc/grpc-js';
import { asOperator } from '../../testing/operator-key.ts';
import { ingestServiceName, loadIngestPackage } from '../ingest-definition.ts';
import type { PublishStreamRequest } from '../wire-messages.ts';

/** A message with the five bytes before it that gRPC puts on the wire. */
export function grpcFrame(message: Buffer, compressed = 0): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt8(compressed, 0);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

const methods = loadIngestPackage()[ingestServiceName] as unknown as Record<string, MethodDefinition<object, object>>;

/** The bytes of the request of a method. */
export function serialized(method: string, message: object): Buffer {
  return methods[method]?.requestSerialize(message) ?? Buffer.alloc(0);
}

/** A `PublishStream` by HTTP/2 alone: the answers stay unread until somebody asks for them. */
export async function openRawStream(address: string) {
  const session = connect(`http://${address}`);
  session.on('error', () => undefined);
  await once(session, 'connect');
  const stream: ClientHttp2Stream = session.request({
    ':method': 'POST',
    ':path': `/${ingestServiceName}/PublishStream`,
    'content-type': 'application/grpc',
    te: 'trailers',
    ...asOperator,
  });
  stream.on('error', () => undefined);
  return {
    stream,
    /** @returns false when the server has taken nothing more for so long */
    async write(frame: PublishStreamRequest, stalledMs: number): Promise<boolean> {
      if (stream.write(grpcFrame(serialized('PublishStream', frame)))) return true;
      const late = new AbortController();
      const timer = setTimeout(() => late.abort(), stalledMs);
      return once(stream, 'drain', { signal: late.signal }).then(
        () => {
          clearTimeout(timer);
          return true;
        },
        () => false,
      );
    },
    close: () => session.destroy(),
  };
}
