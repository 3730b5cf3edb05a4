import type { QueryPorts } from '@activity-hub/contracts/api/hub-ports';
import { createAnomalyQueries } from './anomaly-queries.ts';
import { createEventQueries } from './event-queries.ts';
import type { QuerySources } from './query-sources.ts';
import { createSystemQueries } from './system-queries.ts';
import { translatedFailures } from './translated-failures.ts';
import { createUserQueries } from './user-queries.ts';

/** Everything that can be asked of the hub, over its two databases. Reads only. */
export function createQueryPorts(sources: QuerySources): QueryPorts {
  return {
    events: translatedFailures(createEventQueries(sources)),
    users: translatedFailures(createUserQueries(sources)),
    system: translatedFailures(createSystemQueries(sources)),
    anomalies: translatedFailures(createAnomalyQueries(sources)),
  };
}
