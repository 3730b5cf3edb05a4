import type { CompatibilityMode } from '@activity-hub/contracts/schema/compatibility';
import type { Statements } from '../postgres/statements.ts';

export async function setCompatibility(
  transaction: Statements,
  eventType: string,
  mode: CompatibilityMode,
): Promise<void> {
  await transaction`update event_schema set compatibility = ${mode} where event_type = ${eventType}`;
}
