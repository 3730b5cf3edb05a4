import type { QueryPorts } from '@activity-hub/contracts/api/hub-ports';
import { storeFailure } from '@activity-hub/db/queries/store-failure';
import { createAnomalyQueries } from './anomaly-queries.ts';
import { createEventQueries } from './event-queries.ts';
import type { QuerySources } from './query-sources.ts';
import { createSystemQueries } from './system-queries.ts';
import { createUserQueries } from './user-queries.ts';

/** Everything that can be asked of the hub, over its two databases. Reads only. */
export function createQueryPorts(sources: QuerySources): QueryPorts {
  return {
    events: translated(createEventQueries(sources)),
    users: translated(createUserQueries(sources)),
    system: translated(createSystemQueries(sources)),
    anomalies: translated(createAnomalyQueries(sources)),
  };
}

type Queries = Readonly<Record<string, (...input: never[]) => Promise<unknown>>>;

/** The same queries; a failure of the database comes as the `HubError` it means. */
function translated<Ports extends { [Name in keyof Ports]: Queries[string] }>(queries: Ports): Ports {
  const wrapped = Object.entries<Queries[string]>(queries).map(([name, query]) => [
    name,
    async (...input: never[]): Promise<unknown> => {
      try {
        return await query(...input);
      } catch (error) {
        throw storeFailure(error);
      }
    },
  ]);
  return Object.fromEntries(wrapped) as Ports;
}
