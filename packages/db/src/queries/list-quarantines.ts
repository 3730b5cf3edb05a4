import type { ToldFault } from '@activity-hub/contracts/plugin/plugin-fault';
import type { ProcessorRef } from '../checkpoints/consumer-store.ts';
import type { Sql } from '../postgres/client.ts';

export type Quarantine = ProcessorRef & ToldFault;

/** The processors that are stopped, each with its reason. */
export async function listQuarantines(sql: Sql): Promise<readonly Quarantine[]> {
  return sql<Quarantine[]>`select processor, version, reason, reason_code, reason_values from processor_quarantine`;
}
