import { gunzipSync } from 'node:zlib';
import { startFauxqs } from 'fauxqs';
import { type StandInAnswer, type StandInRequest, type StandInServer, startStandInServer } from './stand-in-server.ts';

const BUCKET = 'hub-events';
const key = /^\/hub-events\/(?:[a-z]+\/)?dt=\d{4}-\d{2}-\d{2}\/[0-9a-f]{32}\.(?:ndjson\.gz|parquet)$/;

export interface S3StandIn extends StandInServer {
  readonly config: Readonly<Record<string, unknown>>;
  /** Keys and contents of the bucket, as the store gives them back; gzip is undone. */
  objects(): Promise<ReadonlyMap<string, Buffer>>;
}

/** A store that speaks S3, behind a server that checks each request and can fail. */
export async function startS3(): Promise<S3StandIn> {
  const store = await startFauxqs({ port: 0, logger: false });
  store.createBucket(BUCKET);
  const address = `http://127.0.0.1:${store.port}`;
  const paths = new Set<string>();
  const server = await startStandInServer(async (request, violate) => {
    if (request.method !== 'PUT' || !key.test(decodeURIComponent(request.path)))
      violate(`${request.method} ${request.path}`);
    if (!request.headers.authorization?.startsWith('AWS4-HMAC-SHA256 Credential=hub-key/')) violate('it is not signed');
    if (Object.keys(request.headers).every((name) => !name.startsWith('x-amz-checksum-')))
      violate('it has no checksum');
    const answer = await forward(address, request);
    if (answer.status === 200) paths.add(request.path);
    return answer;
  });
  return {
    ...server,
    config: {
      endpoint: server.url,
      bucket: BUCKET,
      access_key_id: 'hub-key',
      secret_access_key: 'very-secret-access-key',
    },
    async objects() {
      const entries = [...paths].toSorted().map(async (path): Promise<[string, Buffer]> => {
        const response = await fetch(address + path, { headers: { 'accept-encoding': 'identity' } });
        const body = Buffer.from(await response.arrayBuffer());
        return [
          decodeURIComponent(path),
          body.subarray(0, 2).equals(Buffer.from([0x1f, 0x8b])) ? gunzipSync(body) : body,
        ];
      });
      return new Map(await Promise.all(entries));
    },
    async stop() {
      await server.stop();
      await store.stop();
    },
  };
}

const ofTheConnection = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'keep-alive']);

async function forward(
  address: string,
  { method, path, query, headers, body }: StandInRequest,
): Promise<StandInAnswer> {
  const kept = Object.entries(headers).filter(([name]) => !ofTheConnection.has(name));
  const response = await fetch(`${address}${path}?${query}`, {
    method,
    headers: kept.map(([name, value]): [string, string] => [name, String(value)]),
    body: new Uint8Array(body),
  });
  const given = [...response.headers].filter(([name]) => !ofTheConnection.has(name));
  return {
    status: response.status,
    headers: Object.fromEntries(given),
    body: Buffer.from(await response.arrayBuffer()),
  };
}
