import type { RedriveSelection } from '@activity-hub/contracts/dispatch/redrive';
import type { Statements } from '../postgres/statements.ts';

/** Which dead letters of a subscription; those that died after `upto` are never in it. */
export interface DeadSelection {
  readonly subscription_id: string;
  readonly selection: Exclude<RedriveSelection, { kind: 'replay_missing' }>;
  readonly upto: string;
}

/** Of a table or alias named `delivery`. */
export function deadCondition(sql: Statements, { subscription_id, selection, upto }: DeadSelection) {
  const from = selection.kind === 'recover' ? selection.since : selection.from;
  const base = sql`delivery.subscription_id = ${subscription_id} and delivery.state = 'dead'
    and delivery.finished_at <= ${upto} and delivery.finished_at >= ${from ?? '-infinity'}`;
  if (selection.kind === 'recover') return base;
  const { fingerprint, event_type, status_class, to } = selection;
  return sql`${base}
    ${fingerprint === undefined ? sql`` : sql`and delivery.fingerprint = ${fingerprint}`}
    ${event_type === undefined ? sql`` : sql`and delivery.event_type = ${event_type}`}
    ${to === undefined ? sql`` : sql`and delivery.finished_at <= ${to}`}
    ${statusCondition(sql, status_class)}`;
}

function statusCondition(sql: Statements, statusClass: string | undefined) {
  if (statusClass === undefined) return sql``;
  if (statusClass === 'none') return sql`and delivery.last_status is null`;
  return sql`and delivery.last_status / 100 = ${Number(statusClass[0])}`;
}
