import type { Sql } from '../postgres/client.ts';

/** Bytes on disk of the database this connection is in: tables, indexes, and what waits for a vacuum. */
export async function readDatabaseSize(sql: Sql): Promise<number> {
  const [row] = await sql<{ bytes: number }[]>`select pg_database_size(current_database())::float8 as bytes`;
  return row?.bytes ?? 0;
}
