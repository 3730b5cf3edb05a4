import { Readable } from 'node:stream';
import type { SinkFetch } from '@activity-hub/contracts/plugin/context';
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { boundedText } from '../http/bounded-text.ts';

const MAX_ANSWER_BYTES = 1024 * 1024;
/** The platform writes them itself, with the values that were signed. */
const writtenByFetch: ReadonlySet<string> = new Set(['host', 'content-length', 'expect']);

interface SignedRequest {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

/** Lets the S3 client go through the fetch that the host lends, so that its guard holds for buckets too. */
export function lentFetchHandler(lent: SinkFetch): NonNullable<S3ClientConfig['requestHandler']> {
  return {
    async handle(request: SignedRequest, { abortSignal }: { readonly abortSignal?: AbortSignal } = {}) {
      const headers = Object.entries(request.headers).filter(([name]) => !writtenByFetch.has(name.toLowerCase()));
      const response = await lent(addressOf(request), {
        method: request.method,
        headers: Object.fromEntries(headers),
        redirect: 'manual',
        ...(request.body === undefined ? {} : { body: request.body as Uint8Array<ArrayBuffer> }),
        ...(abortSignal === undefined ? {} : { signal: abortSignal }),
      });
      const text = await boundedText(response, MAX_ANSWER_BYTES);
      return {
        response: {
          statusCode: response.status,
          headers: Object.fromEntries(response.headers),
          body: Readable.from([Buffer.from(text)]),
        },
      };
    },
    // The client asks for both; there is nothing to configure.
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
  } as NonNullable<S3ClientConfig['requestHandler']>;
}

function addressOf({ protocol, hostname, port, path, query = {} }: SignedRequest): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map(
      (one) => `${encodeURIComponent(name)}=${encodeURIComponent(one ?? '')}`,
    ),
  );
  const search = pairs.length === 0 ? '' : `?${pairs.join('&')}`;
  return `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}${search}`;
}
