import { type PluginCondition, type ProcessorStatus, pluginConditions } from '@activity-hub/contracts/activity/plugin';
import type { SeenProcessorStatus } from '@activity-hub/db/plugins/list-processor-statuses';
import { pluginOfProcessor } from '@activity-hub/db/plugins/plugin-row';

const isCondition = (text: string): text is PluginCondition => (pluginConditions as readonly string[]).includes(text);

function statusOf(row: SeenProcessorStatus): SeenStatus {
  const { processor: _processor, version, condition, ...figures } = row;
  return { ...figures, revision: version, condition: isCondition(condition) ? condition : 'stopped' };
}

/** What hands keys on and what folds them, as one: as far behind as both together, as well as the worse of them. */
function joined(first: SeenStatus, second: SeenStatus): SeenStatus {
  const [worse, better] = first.condition === 'running' ? [second, first] : [first, second];
  return {
    ...worse,
    lag_events: first.lag_events + second.lag_events,
    lag_seconds: Math.max(first.lag_seconds, second.lag_seconds),
    events: Math.max(first.events, second.events),
    faults: first.faults + second.faults,
    busy_seconds: first.busy_seconds + second.busy_seconds,
    events_per_second: Math.max(first.events_per_second, second.events_per_second),
    memory_mb: first.memory_mb === null ? better.memory_mb : Math.max(first.memory_mb, second.memory_mb ?? 0),
    age_seconds: Math.max(first.age_seconds, second.age_seconds),
    still_seconds: Math.min(first.still_seconds, second.still_seconds),
  };
}

/** A status with how long ago it was said, and how long ago the revision finished something. */
export type SeenStatus = ProcessorStatus & Pick<SeenProcessorStatus, 'age_seconds' | 'still_seconds'>;

/** One status for each revision of a plugin. */
export function revisionStatuses(rows: readonly SeenProcessorStatus[], pluginId: string): readonly SeenStatus[] {
  const own = rows.filter((row) => pluginOfProcessor(row.processor) === pluginId).map(statusOf);
  return [...Map.groupBy(own, (status) => status.revision).values()].map((statuses) => statuses.reduce(joined));
}
