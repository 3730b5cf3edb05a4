import { startHubProcess } from '../testing/hub-process.ts';
import { rounded } from './rounded.ts';
import { runLoad } from './run-load.ts';

const seconds = 10;
const warmEvents = 2_000;

export interface HalfRateResult {
  readonly figures: Readonly<Record<string, number>>;
  readonly sentEvents: number;
  readonly failures: number;
}

/**
 * Single durable posts at half of the rate that 32 connections reach, on a hub that takes and answers
 * (`ingest,query`, as `npm start` runs it) and has done nothing else before: its memory is that of this load.
 */
export async function halfRateScenario(
  env: Readonly<Record<string, string>>,
  fullRate: number,
  say: (line: string) => void,
): Promise<HalfRateResult> {
  const perSecond = Math.floor(fullRate / 2);
  say(`single events at half of the maximum rate (${perSecond}/s)`);
  const hub = await startHubProcess({ roles: 'ingest,query', env });
  try {
    const rest = { surface: 'rest', target: hub.url, batch: 1, connections: 64 } as const;
    await runLoad({ mode: 'batches', ...rest, run: 'half rate warm', count: warmEvents, perSecond: 0 });
    const count = perSecond * seconds;
    const load = await runLoad({ mode: 'paced', ...rest, run: 'half rate', count, perSecond });
    return {
      figures: {
        half_rate_events_per_s: perSecond,
        half_rate_p50_ms: rounded(load.p50, 1),
        half_rate_p95_ms: rounded(load.p95, 1),
        half_rate_p99_ms: rounded(load.p99, 1),
        half_rate_peak_rss_mb: hub.peakRssMb(),
      },
      sentEvents: warmEvents + count,
      failures: load.failures,
    };
  } finally {
    await hub.stop();
  }
}
