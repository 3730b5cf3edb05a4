import type { Statements } from '../postgres/statements.ts';

/** Says that somebody wants something else of a plugin, without content: the tables say what. */
export const PLUGINS_CHANNEL = 'hub_plugins';

/** Given a transaction, it is heard when the transaction is committed, and never without it. */
export async function announcePlugins(sql: Statements): Promise<void> {
  await sql`select pg_notify(${PLUGINS_CHANNEL}, '')`;
}
