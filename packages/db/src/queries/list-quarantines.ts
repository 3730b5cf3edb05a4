import type { ProcessorRef } from '../checkpoints/consumer-store.ts';
import type { Sql } from '../postgres/client.ts';

export interface Quarantine extends ProcessorRef {
  readonly reason: string;
}

/** The processors that are stopped, each with its reason. */
export async function listQuarantines(sql: Sql): Promise<readonly Quarantine[]> {
  return sql<Quarantine[]>`select processor, version, reason from processor_quarantine`;
}
