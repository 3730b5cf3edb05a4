import type { Sql } from '../postgres/client.ts';

/** Leaves out events of the table `event` that were taken back: they stay in the log, and no figure counts them. */
export function notCorrected(sql: Sql) {
  return sql`and not exists (select from event_correction as taken where taken.event_id = event.event_id)`;
}

/** The same of the projection. */
export const notCorrectedProjected = 'corrected = 0';
