import type { Statements } from '../postgres/statements.ts';
import type { StatusChange } from './set-version-status.ts';

export async function setTypeStatus(
  transaction: Statements,
  eventType: string,
  change: StatusChange & { readonly successor: string | null },
): Promise<void> {
  await transaction`
    update event_schema set status = ${change.status}, note = ${change.note}, successor = ${change.successor}
    where event_type = ${eventType}`;
}
