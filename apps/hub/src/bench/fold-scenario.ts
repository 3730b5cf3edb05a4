import { connectPostgres } from '@activity-hub/db/postgres/client';
import { withOwnServers } from '../testing/own-servers.ts';
import { fillLog, type LogKind, readBaseline } from './process-log.ts';
import { runProcessing } from './process-run.ts';
import { rounded } from './rounded.ts';
import type { ScenarioResult } from './scenario-result.ts';

export interface FoldScenario {
  readonly name: string;
  readonly log: LogKind;
  readonly plugins: readonly string[];
}

/**
 * A fresh log, what reading it costs at the least, and the plugins over it, from nothing to its last event. Only the
 * events that were filled in count, not what is derived from them meanwhile.
 */
export async function foldScenario(
  { name, log, plugins }: FoldScenario,
  say: (line: string) => void,
): Promise<ScenarioResult> {
  return await withOwnServers(async ({ databaseUrl }) => {
    const sql = connectPostgres(databaseUrl, { max: 5, name: 'bench' });
    try {
      say(`${name}: filling the log`);
      const events = await fillLog(sql, log);
      await sql`vacuum analyze event`;
      const baseline = await readBaseline(sql);
      say(`${name}: ${events} events, ${plugins.join(', ')}`);
      const run = await runProcessing(databaseUrl, plugins);
      const [first = 1] = run.quarters;
      const last = (run.quarters[3] ?? 0) - (run.quarters[2] ?? 0);
      return {
        figures: {
          [`${name}_events_per_s`]: rounded(events / run.seconds),
          [`${name}_seconds`]: rounded(run.seconds, 2),
          [`${name}_cpu_us_per_event`]: rounded((run.cpuSeconds * 1_000_000) / events, 1),
          [`${name}_peak_rss_mb`]: run.peakRssMb,
          [`${name}_last_quarter_to_first`]: rounded(last / first, 2),
        },
        ratios: { [`${name}_to_reading`]: rounded(events / run.seconds / baseline, 3) },
        baseline: { [`${name}_read_events_per_s`]: rounded(baseline) },
        peakRssMb: run.peakRssMb,
      };
    } finally {
      await sql.end();
    }
  });
}
