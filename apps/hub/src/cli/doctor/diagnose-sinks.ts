import type { SinkRow } from '@activity-hub/db/subscriptions/list-sinks';
import { type Diagnosis, diagnosesOf } from './diagnosis.ts';

const { failure } = diagnosesOf('Plugins');

/** The sinks that cannot run. Whether what a sink delivers to is well is a matter of its subscriptions. */
export function judgeSinks(sinks: readonly Pick<SinkRow, 'sink_id' | 'reason'>[]): readonly Diagnosis[] {
  return sinks.flatMap(({ sink_id: id, reason }) => {
    if (reason === null) return [];
    const advice = `Mend what it says: the hub looks again by itself, and its deliveries wait. Or: npm run hub -- plugin remove ${id}`;
    return [failure(id, `does not run: ${reason}`, advice)];
  });
}
