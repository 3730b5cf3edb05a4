import type { Sql } from '../postgres/client.ts';
import type { ProcessorRef } from './consumer-store.ts';

export async function quarantineReason(sql: Sql, ref: ProcessorRef): Promise<string | undefined> {
  const [row] = await sql<{ reason: string }[]>`
    select reason from processor_quarantine where processor = ${ref.processor} and version = ${ref.version}`;
  return row?.reason;
}
