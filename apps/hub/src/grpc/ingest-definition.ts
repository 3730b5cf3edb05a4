import { HubError } from '@activity-hub/contracts/errors';
import { protoRoot } from '@activity-hub/contracts/proto/proto-root';
import type { MethodDefinition, ServiceDefinition, UntypedHandleCall } from '@grpc/grpc-js';
import { loadSync, type PackageDefinition } from '@grpc/proto-loader';

export const ingestServiceName = 'activity_hub.v1.Ingest';

/** Frames of a stream are buffered by the library, sixteen a stream: so they are smaller than a batch. */
const maxFrameBytes = 1024 * 1024;

/** A message that is not decoded, and why. */
export class UnreadableMessage {
  readonly bytes: Buffer;
  readonly reason: HubError;

  constructor(bytes: Buffer, reason: HubError) {
    this.bytes = bytes;
    this.reason = reason;
  }
}

/** What a call receives: undecodable bytes come as a value, so that the refusal has our words and is kept. */
export type Received<Message> = Message | UnreadableMessage;

type Method = MethodDefinition<object, object>;

function tooLarge(): UnreadableMessage {
  const detail = `A frame of a stream has at most ${maxFrameBytes} bytes. Send smaller frames, or use PublishBatch.`;
  return new UnreadableMessage(Buffer.alloc(0), new HubError('body_too_large', detail));
}

function undecodable(bytes: Buffer): UnreadableMessage {
  const detail = 'The bytes of the message are no protobuf of its type. See ingest.proto.';
  return new UnreadableMessage(bytes, new HubError('malformed_message', detail));
}

const wireSizes = new WeakMap<object, number>();

/** How many bytes a message was. */
export function wireSizeOf(message: object): number {
  return wireSizes.get(message) ?? 0;
}

/** grpc-js answers a message that cannot be decoded as INTERNAL, as if it were the hub's own fault. */
function withUnreadable(method: Method): Method {
  return {
    ...method,
    requestDeserialize: (bytes) => {
      if (method.requestStream && bytes.length > maxFrameBytes) return tooLarge();
      try {
        const message = method.requestDeserialize(bytes);
        wireSizes.set(message, bytes.length);
        return message;
      } catch {
        return undecodable(bytes);
      }
    },
  };
}

/** The package as written: for clients and for reflection. Longs are numbers, absent fields stay absent. */
export function loadIngestPackage(): PackageDefinition {
  return loadSync('activity_hub/v1/ingest.proto', {
    includeDirs: [protoRoot],
    keepCase: true,
    longs: Number,
    enums: String,
    arrays: true,
  });
}

/** The service as the hub serves it. */
export function servedIngest(definition: PackageDefinition): ServiceDefinition<Record<string, UntypedHandleCall>> {
  const service = definition[ingestServiceName];
  if (service === undefined || 'format' in service) throw new Error(`${ingestServiceName} is not in the proto file.`);
  return Object.fromEntries(Object.entries(service).map(([name, method]) => [name, withUnreadable(method as Method)]));
}
