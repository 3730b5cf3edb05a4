import type { EventStore } from '@activity-hub/db/event-store/event-store';
import type { Sql } from '@activity-hub/db/postgres/client';
import type { AuditLog } from '../../auth/audit/audit-log.ts';
import type { SecretBox } from '../secret-box.ts';
import type { AllowList } from '../webhook/allow-list.ts';

/** What the questions and changes of dispatch are made from. */
export interface DispatchSources {
  /** For questions, with a time limit. */
  readonly sql: Sql;
  /** Can write. */
  readonly changes: Sql;
  readonly audit: AuditLog;
  readonly eventStore: Pick<EventStore, 'append' | 'readLane'>;
  /** Absent: the hub was given no secret of its own, so it cannot keep those of others. */
  readonly box: SecretBox | undefined;
  readonly allow: AllowList;
  readonly now: () => number;
}
