import { listPluginQuarantines } from '@activity-hub/db/plugins/list-plugin-quarantines';
import { listPlugins } from '@activity-hub/db/plugins/list-plugins';
import { pluginOfProcessor } from '@activity-hub/db/plugins/plugin-row';
import type { Sql } from '@activity-hub/db/postgres/client';
import { toMilliseconds } from '@activity-hub/db/queries/exact-instant';
import { type LogProgress, readProgress } from '@activity-hub/db/queries/read-progress';
import { listSinks } from '@activity-hub/db/subscriptions/list-sinks';
import { type JudgedQuarantine, judgePlugins } from './diagnose-plugins.ts';
import { judgeSinks } from './diagnose-sinks.ts';
import { type Diagnosis, diagnosesOf } from './diagnosis.ts';

const { well, warning, failure } = diagnosesOf('Consumers');

/** The bound of the health endpoint: later figures are not what a person takes for current. */
const freshWithinMs = 30_000;

export async function diagnoseConsumers(sql: Sql, now: number): Promise<readonly Diagnosis[]> {
  const [progress, quarantines, plugins, sinks] = await Promise.all([
    readProgress(sql),
    listPluginQuarantines(sql, null),
    listPlugins(sql, null),
    listSinks(sql),
  ]);
  const ids = new Set(plugins.map((plugin) => plugin.plugin_id));
  return [
    ...judgeConsumers(progress, quarantines, ids, now),
    ...judgePlugins(plugins, quarantines),
    ...judgeSinks(sinks),
  ];
}

/** How far every processor is behind the log, and which are stopped; of a stopped plugin `judgePlugins` speaks. */
export function judgeConsumers(
  { heads, checkpoints }: Pick<LogProgress, 'heads' | 'checkpoints'>,
  quarantines: readonly JudgedQuarantine[],
  plugins: ReadonlySet<string>,
  now: number,
): readonly Diagnosis[] {
  const recorded = heads.reduce((sum, { head }) => sum + head, 0);
  const log = well('event log', `${recorded.toLocaleString('en-US')} events in ${heads.length} lanes`);
  if (checkpoints.length === 0) {
    const advice = 'Start the process role: npm start, or node apps/hub/src/main.ts --roles process.';
    return [
      log,
      recorded === 0 ? well('processors', 'none has run yet') : failure('processors', 'none has ever run', advice),
    ];
  }
  const headOf = new Map(heads.map(({ lane, head }) => [lane, head]));
  const byProcessor = Map.groupBy(checkpoints, ({ processor, version }) => `${processor} ${version}`);
  const processors = [...byProcessor].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    log,
    ...processors.flatMap(([name, lanes]) => {
      if (lanes.some(({ rests }) => rests)) return well(name, 'rests, as somebody wanted');
      const stopped = quarantines.find(({ processor, revision }) => `${processor} ${revision}` === name);
      if (stopped !== undefined)
        return plugins.has(pluginOfProcessor(stopped.processor)) ? [] : judgeQuarantine(name, stopped);
      const lag = lanes.reduce((sum, { lane, offset }) => sum + Math.max(0, (headOf.get(lane) ?? 0) - offset), 0);
      if (lanes.some(({ builds }) => builds))
        return well(name, `is built from history, ${lag.toLocaleString('en-US')} events to go`);
      const waiting = lanes.flatMap(({ waiting_since: since }) =>
        since === null ? [] : [Date.parse(toMilliseconds(since))],
      );
      return judgeLag(name, lag, waiting.length === 0 ? 0 : now - Math.min(...waiting));
    }),
  ];
}

function judgeQuarantine(name: string, { reason, processor, revision }: JudgedQuarantine): Diagnosis {
  const row = `processor_quarantine where processor = '${processor}' and version = '${revision}'`;
  return failure(
    name,
    `quarantined: ${reason}`,
    `Mend what it says, then: delete from ${row}; and restart the process role.`,
  );
}

function judgeLag(name: string, events: number, waitingMs: number): Diagnosis {
  if (events === 0) return well(name, 'caught up');
  const behind = `${events.toLocaleString('en-US')} events behind, the oldest for ${(waitingMs / 1_000).toFixed(0)} s`;
  return waitingMs <= freshWithinMs
    ? well(name, behind)
    : warning(name, behind, 'See whether the process role runs, and what its log says about this processor.');
}
