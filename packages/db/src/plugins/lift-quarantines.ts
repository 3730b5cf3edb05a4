import type { Statements } from '../postgres/statements.ts';

/** Lets every revision of a plugin run again. @returns what had stopped them */
export async function liftQuarantines(sql: Statements, pluginId: string): Promise<readonly string[]> {
  const lifted = await sql<{ reason: string }[]>`
    delete from processor_quarantine where processor in (${pluginId}, ${pluginId} || '/inbox') returning reason`;
  return lifted.map((row) => row.reason);
}
