import type { ToldFault } from '@activity-hub/contracts/plugin/plugin-fault';
import type { Sql } from '../postgres/client.ts';
import type { ProcessorRef } from './consumer-store.ts';

export async function readQuarantine(sql: Sql, ref: ProcessorRef): Promise<ToldFault | undefined> {
  const [row] = await sql<ToldFault[]>`
    select reason, reason_code, reason_values from processor_quarantine
    where processor = ${ref.processor} and version = ${ref.version}`;
  return row;
}
