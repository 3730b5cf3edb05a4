import type { Fragment } from 'postgres';
import type { Sql } from '../postgres/client.ts';

/** The columns of an `AnomalyCase`. */
export function anomalyCaseColumns(sql: Sql): Fragment {
  return sql`case_id, detector, detector_version, kind, key, user_id, severity, status, score, findings,
    first_seen_at, last_seen_at, evidence, event_ids::text[] as event_ids`;
}
