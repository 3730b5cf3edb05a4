import type { SinkContext } from '@activity-hub/contracts/plugin/context';
import { withoutSecrets } from '@activity-hub/contracts/plugin/without-secrets';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { retryAfter } from '../http/retry-after.ts';
import type { TargetAnswer } from '../http/target-answer.ts';
import { lentFetchHandler } from './lent-fetch-handler.ts';
import type { S3Config } from './s3-config.ts';

export interface StoredObject {
  readonly key: string;
  readonly body: Uint8Array;
  readonly contentType: string;
  readonly contentEncoding?: string;
}

export interface ObjectStore {
  /** Throws nothing. The same key is written over, so a repeat leaves one object. */
  put(object: StoredObject): Promise<TargetAnswer>;
  close(): void;
}

/** @throws when the configuration names no bucket or no key */
export function objectStore(sink: string, config: S3Config, context: SinkContext): ObjectStore {
  const { bucket, region, endpoint, path_style, access_key_id, secret_access_key, timeout_seconds } = config;
  if (bucket === '') throw new TypeError(`${sink} has no bucket: set "bucket"`);
  if (access_key_id === '' || secret_access_key === '') {
    throw new TypeError(`${sink} has no access key: set "access_key_id" and "secret_access_key"`);
  }
  const client = new S3Client({
    region,
    ...(endpoint === '' ? {} : { endpoint }),
    forcePathStyle: path_style,
    credentials: { accessKeyId: access_key_id, secretAccessKey: secret_access_key },
    // The host tries again, with patience and a record of each attempt.
    maxAttempts: 1,
    // The platform's fetch cannot wait for "100 Continue".
    expectContinueHeader: false,
    requestHandler: lentFetchHandler(context.fetch),
  });
  return {
    async put({ key, body, contentType, contentEncoding }) {
      const command = new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: body,
        ContentType: contentType,
        ...(contentEncoding === undefined ? {} : { ContentEncoding: contentEncoding }),
      });
      try {
        const abortSignal = AbortSignal.any([context.signal, AbortSignal.timeout(timeout_seconds * 1_000)]);
        await client.send(command, { abortSignal });
        return { kind: 'taken', status: 200, body: undefined };
      } catch (error) {
        const reason = context.signal.aborted ? 'the hub stopped the delivery' : reasonOf(error);
        return {
          kind: 'later',
          reason: withoutSecrets(reason, [secret_access_key]).slice(0, 200),
          retryAfterSeconds: waitOf(error),
        };
      }
    },
    close: () => client.destroy(),
  };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
  if (status !== undefined) return `answered ${status} ${error.name}: ${error.message}`;
  return `no answer: ${error.cause instanceof Error ? error.cause.message : error.message}`;
}

function waitOf(error: unknown): number | undefined {
  const { $response } = error as { $response?: { headers?: Record<string, string> } };
  return retryAfter($response?.headers?.['retry-after'] ?? null, Date.now());
}
