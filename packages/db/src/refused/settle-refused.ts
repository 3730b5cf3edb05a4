import type { RefusalFault } from '@activity-hub/contracts/activity/refused-event';
import type { Statements } from '../postgres/statements.ts';

/** What an attempt became: in the log, or refused once more. */
export type RepairOutcome =
  | { readonly refused_id: string; readonly event_id: string; readonly position: string; readonly events: number }
  | { readonly refused_id: string; readonly fault: RefusalFault };

/** Ends attempts. Only what is `resubmitting` changes: what somebody else ended meanwhile stays as it is. */
export async function settleRefused(sql: Statements, outcomes: readonly RepairOutcome[]): Promise<void> {
  const done = outcomes.filter((outcome) => 'position' in outcome);
  const failed = outcomes.filter((outcome) => 'fault' in outcome);
  if (done.length > 0) {
    await sql`
      update refused_event set state = 'resubmitted', settled_at = clock_timestamp(), settled_by = repaired_by,
        settled_event_id = outcome.event_id, settled_position = outcome.position, settled_events = outcome.events,
        last_fault = null
      from unnest(${done.map((one) => one.refused_id)}::uuid[], ${done.map((one) => one.event_id)}::uuid[],
        ${done.map((one) => one.position)}::text[], ${done.map((one) => one.events)}::int[])
        as outcome (refused_id, event_id, position, events)
      where refused_event.refused_id = outcome.refused_id and refused_event.state = 'resubmitting'`;
  }
  if (failed.length > 0) {
    await sql`
      update refused_event set state = 'open', claimed_at = null, last_fault = outcome.fault::jsonb
      from unnest(${failed.map((one) => one.refused_id)}::uuid[],
        ${failed.map((one) => JSON.stringify(one.fault))}::text[]) as outcome (refused_id, fault)
      where refused_event.refused_id = outcome.refused_id and refused_event.state = 'resubmitting'`;
  }
}

/** Takes back claims of which nothing was published. */
export async function releaseRefused(sql: Statements, refusedIds: readonly string[]): Promise<void> {
  await sql`
    update refused_event set state = 'open', claimed_at = null
    where refused_id = any(${[...refusedIds]}::uuid[]) and state = 'resubmitting'`;
}
