import { once } from 'node:events';
import {
  type ClientDuplexStream,
  credentials,
  loadPackageDefinition,
  Metadata,
  type ServiceClientConstructor,
  type ServiceError,
} from '@grpc/grpc-js';
import { operatorKey } from '../../testing/operator-key.ts';
import { loadIngestPackage } from '../ingest-definition.ts';
import type {
  PublishBatchResponse,
  PublishResponse,
  PublishStreamRequest,
  PublishStreamResponse,
  UploadResponse,
  WireEvent,
} from '../wire-messages.ts';

/** What a call that failed says: its code, and the problem in its trailing metadata. */
export function problemOfCall(failure: unknown): Record<string, unknown> {
  const { code, metadata } = failure as ServiceError;
  const text = metadata.get('activity-problem')[0];
  return { grpc_code: code, ...(typeof text === 'string' ? (JSON.parse(text) as object) : {}) };
}

/** A client made of the proto file alone, as anybody could write it. */
export function createIngestClient(address: string, key: string = operatorKey) {
  const definition = loadPackageDefinition(loadIngestPackage()) as unknown as {
    readonly activity_hub: { readonly v1: { readonly Ingest: ServiceClientConstructor } };
  };
  const client = new definition.activity_hub.v1.Ingest(address, credentials.createInsecure());

  const withKey = (metadata: Metadata): Metadata => {
    if (key !== '') metadata.set('authorization', `Bearer ${key}`);
    return metadata;
  };

  function unary<Answer>(method: string, message: object, metadata = new Metadata()): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const call = client[method]?.bind(client) as (
        message: object,
        metadata: Metadata,
        done: (failure: ServiceError | null, answer: Answer) => void,
      ) => void;
      call(message, withKey(metadata), (failure, answer) => (failure === null ? resolve(answer) : reject(failure)));
    });
  }

  return {
    publish: (event: WireEvent, metadata?: Metadata) => unary<PublishResponse>('Publish', { event }, metadata),
    publishBatch: (events: readonly WireEvent[]) => unary<PublishBatchResponse>('PublishBatch', { events }),
    stream: (): ClientDuplexStream<PublishStreamRequest, PublishStreamResponse> =>
      (
        client['PublishStream'] as (
          metadata: Metadata,
        ) => ClientDuplexStream<PublishStreamRequest, PublishStreamResponse>
      ).call(client, withKey(new Metadata())),
    async upload(frames: readonly PublishStreamRequest[]): Promise<UploadResponse> {
      return new Promise((resolve, reject) => {
        const call = (
          client['Upload'] as (
            metadata: Metadata,
            done: (failure: ServiceError | null, answer: UploadResponse) => void,
          ) => {
            write(frame: PublishStreamRequest): boolean;
            once(event: string, listener: () => void): unknown;
            end(): void;
          }
        ).call(client, withKey(new Metadata()), (failure, answer) =>
          failure === null ? resolve(answer) : reject(failure),
        );
        void (async () => {
          for (const frame of frames) if (!call.write(frame)) await once(call as never, 'drain');
          call.end();
        })().catch(reject);
      });
    },
    /** Bytes as they are, to a method of any name. */
    raw(path: string, bytes: Buffer): Promise<Buffer> {
      return new Promise((resolve, reject) => {
        const same = (given: Buffer): Buffer => given;
        client.makeUnaryRequest(path, same, same, bytes, withKey(new Metadata()), (failure, answer) =>
          failure === null ? resolve(answer ?? Buffer.alloc(0)) : reject(failure),
        );
      });
    },
    close: () => client.close(),
  };
}
export type IngestClient = ReturnType<typeof createIngestClient>;
