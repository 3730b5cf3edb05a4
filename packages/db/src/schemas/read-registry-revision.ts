import type { Sql } from '../postgres/client.ts';

/** Counts up with every change of the registry. */
export async function readRegistryRevision(sql: Sql): Promise<number> {
  const [row] = await sql<{ revision: number }[]>`select revision from schema_registry`;
  return row?.revision ?? 0;
}
