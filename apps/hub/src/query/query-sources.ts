import type { EventTypeInfo } from '@activity-hub/contracts/activity/event-search';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import type { Sql } from '@activity-hub/db/postgres/client';
import type { ClickHouseClient } from '@clickhouse/client';
import type { AuditLog } from '../auth/audit/audit-log.ts';
import type { ExplainSources } from '../explain/explain-key.ts';
import type { PersonalPaths } from './mask-event.ts';
import type { ViewerSources } from './viewer.ts';

/** What queries read from. `sql` is a pool of its own: read-only and with a statement timeout (`connectQueryPool`). */
export interface QuerySources extends ViewerSources, ExplainSources {
  readonly sql: Sql;
  readonly clickhouse: ClickHouseClient;
  /** The zone of persons nobody knows a zone of. */
  readonly defaultTimeZone: string;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Where payloads are personal, as the schemas of the types say. */
  readonly personalPathsOf: PersonalPaths;
  readonly audit: AuditLog;
  /** The event as another version of its type would have it. @throws HubError unknown_event_version, not_upcastable */
  readonly asVersion: (event: RecordedEvent, version: string) => Promise<RecordedEvent>;
  readonly eventTypes: () => readonly EventTypeInfo[];
}

/** The processors whose figures queries show. */
export const processors = { projection: 'clickhouse', score: 'activity-score', streak: 'streak' } as const;
