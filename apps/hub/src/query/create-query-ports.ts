import type { QueryPorts } from '@activity-hub/contracts/api/hub-ports';
import type { Asking } from '../auth/asking.ts';
import { createAggregateQueries } from './aggregate-queries.ts';
import { createAnomalyQueries } from './anomaly-queries.ts';
import { createEventQueries } from './event-queries.ts';
import type { QuerySources } from './query-sources.ts';
import { createSystemQueries } from './system-queries.ts';
import { translatedFailures } from './translated-failures.ts';
import { createUserQueries } from './user-queries.ts';
import { viewerOf } from './viewer.ts';
import { createWorkQueries } from './work-queries.ts';

/**
 * Everything that can be asked of the hub, over its two databases, for one caller: within the caller's
 * sight, personal fields masked, and recorded where it is about persons before the answer goes out.
 */
export function createQueryPorts(sources: QuerySources): (asking: Asking) => QueryPorts {
  return (asking) => {
    const viewer = viewerOf(sources, asking);
    return {
      events: translatedFailures(createEventQueries(sources, viewer)),
      users: translatedFailures(createUserQueries(sources, viewer)),
      aggregates: translatedFailures(createAggregateQueries(sources, viewer)),
      system: translatedFailures(createSystemQueries(sources, viewer)),
      anomalies: translatedFailures(createAnomalyQueries(sources, viewer)),
      works: translatedFailures(createWorkQueries(sources, viewer)),
    };
  };
}
