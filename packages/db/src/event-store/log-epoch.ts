import type { Statements } from '../postgres/statements.ts';

export async function logEpoch(sql: Statements): Promise<string> {
  const [row] = await sql<{ epoch: string }[]>`select epoch from log_identity`;
  if (row === undefined) throw new Error('the log has no identity: the database was not migrated');
  return row.epoch;
}
