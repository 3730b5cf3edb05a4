import type { HubProcess } from '../testing/hub-process.ts';
import type { LoadSurface } from './load-client.ts';
import type { LoadResult } from './load-generator.ts';
import { rounded } from './rounded.ts';
import { runLoad } from './run-load.ts';

const surfaces = ['rest', 'grpc', 'grpc-stream', 'websocket'] as const satisfies readonly LoadSurface[];
/** There and back, so that what drifts within a run (the log grows) meets every surface alike. */
const order: readonly LoadSurface[] = [...surfaces, ...surfaces.toReversed()];
const batchEvents = 50_000;
const singleEvents = 10_000;

export interface SurfacesResult {
  readonly figures: Readonly<Record<string, number>>;
  readonly ratios: Readonly<Record<string, number>>;
  /** Of 32 connections, each with one event on its way. */
  readonly restSinglesPerSecond: number;
  readonly sentEvents: number;
  readonly failures: number;
}

type Loads = Readonly<Record<LoadSurface, readonly LoadResult[]>>;

/** Over all rounds of a surface. */
function rateOf(results: readonly LoadResult[]): number {
  const sent = results.reduce((sum, { perSecond, seconds }) => sum + perSecond * seconds, 0);
  return sent / results.reduce((sum, { seconds }) => sum + seconds, 0);
}

async function compare(
  hub: HubProcess,
  shape: { readonly name: string; readonly count: number; readonly batch: number; readonly connections: number },
): Promise<Loads> {
  const loads: Record<LoadSurface, LoadResult[]> = { rest: [], grpc: [], 'grpc-stream': [], websocket: [] };
  for (const [round, surface] of order.entries()) {
    const target = surface.startsWith('grpc') ? hub.grpcAddress : hub.url;
    const { name, ...sizes } = shape;
    loads[surface].push(
      await runLoad({ mode: 'batches', surface, target, run: `${name} ${round}`, perSecond: 0, ...sizes }),
    );
  }
  return loads;
}

/** The same events over REST, gRPC and WebSocket, by as many clients, each with one body on its way. */
export async function surfacesScenario(hub: HubProcess, say: (line: string) => void): Promise<SurfacesResult> {
  say('batches of 500 over REST, gRPC (calls and streams) and WebSocket');
  const batches = await compare(hub, { name: 'surface batch', count: batchEvents, batch: 500, connections: 8 });
  say('single events over REST, gRPC (calls and streams) and WebSocket, 32 connections');
  const singles = await compare(hub, { name: 'surface single', count: singleEvents, batch: 1, connections: 32 });
  const all = [batches, singles].flatMap((loads) => surfaces.flatMap((surface) => loads[surface]));
  return {
    figures: {
      rest_batch_events_per_s: rounded(rateOf(batches.rest)),
      grpc_batch_events_per_s: rounded(rateOf(batches.grpc)),
      grpc_stream_batch_events_per_s: rounded(rateOf(batches['grpc-stream'])),
      ws_batch_events_per_s: rounded(rateOf(batches.websocket)),
      rest_single_32_events_per_s: rounded(rateOf(singles.rest)),
      grpc_stream_single_32_events_per_s: rounded(rateOf(singles['grpc-stream'])),
      grpc_single_32_events_per_s: rounded(rateOf(singles.grpc)),
      ws_single_32_events_per_s: rounded(rateOf(singles.websocket)),
    },
    ratios: {
      grpc_to_rest: rounded(rateOf(batches.grpc) / rateOf(batches.rest), 3),
      ws_to_rest: rounded(rateOf(batches.websocket) / rateOf(batches.rest), 3),
      grpc_stream_single_to_rest: rounded(rateOf(singles['grpc-stream']) / rateOf(singles.rest), 3),
      grpc_single_to_rest: rounded(rateOf(singles.grpc) / rateOf(singles.rest), 3),
      ws_single_to_rest: rounded(rateOf(singles.websocket) / rateOf(singles.rest), 3),
    },
    restSinglesPerSecond: rateOf(singles.rest),
    sentEvents: order.length * (batchEvents + singleEvents),
    failures: all.reduce((sum, { failures }) => sum + failures, 0),
  };
}
