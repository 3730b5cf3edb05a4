import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { HubError } from '@activity-hub/contracts/errors';
import { type ChannelOptions, Server, ServerCredentials } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';
import { HealthImplementation, protoPath as healthProto } from 'grpc-health-check';
import { ingestServiceName, loadIngestPackage, servedIngest } from './ingest-definition.ts';
import { publishStreamCall, uploadCall } from './stream-calls.ts';
import { publishBatchCall, publishCall, type UnaryOptions } from './unary-calls.ts';

const loopback = '127.0.0.1';
const mebibyte = 1024 * 1024;
/** Calls under way when the hub stops get so long; then they are cut off. */
const closeTimeoutMs = 5_000;

const bounds: ChannelOptions = {
  'grpc.max_receive_message_length': 8 * mebibyte,
  'grpc.max_send_message_length': 8 * mebibyte,
  'grpc.max_concurrent_streams': 128,
  // A peer that does not answer a ping within 20 s is gone, whatever TCP believes.
  'grpc.keepalive_time_ms': 60_000,
  'grpc.keepalive_timeout_ms': 20_000,
  'grpc.max_connection_idle_ms': 10 * 60_000,
};

export interface GrpcOptions extends UnaryOptions {
  readonly port: number;
}

export interface RunningGrpc {
  /** Host and port, as gRPC clients take it. */
  readonly address: string;
  /** Answers what is under way, takes nothing new. */
  stop(): Promise<void>;
}

async function listen(server: Server, port: number): Promise<number> {
  try {
    return await promisify(server.bindAsync.bind(server))(`${loopback}:${port}`, ServerCredentials.createInsecure());
  } catch (cause) {
    if (!(cause instanceof Error) || !cause.message.includes('EADDRINUSE')) throw cause;
    throw new Error(`Port ${port} is taken. End the other program, or choose another port (HUB_GRPC_PORT).`, { cause });
  }
}

/** Serves `activity_hub.v1.Ingest` with health and reflection, on this machine only. */
export async function startGrpc({ port, ...options }: GrpcOptions): Promise<RunningGrpc> {
  const server = new Server(bounds);
  const closing = new AbortController();
  const definition = loadIngestPackage();
  const streams = { ...options, closing: closing.signal };
  server.addService(servedIngest(definition), {
    Publish: publishCall(options),
    PublishBatch: publishBatchCall(options),
    PublishStream: publishStreamCall(streams),
    Upload: uploadCall(streams),
  });
  const health = new HealthImplementation({ '': 'SERVING', [ingestServiceName]: 'SERVING' });
  health.addToServer(server);
  new ReflectionService({ ...definition, ...loadSync(healthProto) }).addToServer(server);
  const bound = await listen(server, port);
  return {
    address: `${loopback}:${bound}`,
    async stop() {
      health.setStatus('', 'NOT_SERVING');
      health.setStatus(ingestServiceName, 'NOT_SERVING');
      closing.abort(new HubError('shutting_down', 'The hub is shutting down. Send what was not answered again.'));
      const answered = promisify(server.tryShutdown.bind(server))();
      const late = new AbortController();
      await Promise.race([answered, wait(closeTimeoutMs, undefined, { signal: late.signal }).catch(() => undefined)]);
      late.abort();
      server.forceShutdown();
    },
  };
}
