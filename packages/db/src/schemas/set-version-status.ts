import type { Statements } from '../postgres/statements.ts';
import type { SchemaStatus } from './registry-row.ts';

export interface StatusChange {
  readonly status: SchemaStatus;
  readonly note: string | null;
}

export async function setVersionStatus(
  transaction: Statements,
  eventType: string,
  version: string,
  change: StatusChange,
): Promise<void> {
  await transaction`
    update schema_version set status = ${change.status}, note = ${change.note}
    where event_type = ${eventType} and version = ${version}`;
}
