import type { Sql } from '../postgres/client.ts';
import type { Statements } from '../postgres/statements.ts';

/** Rows a statement deletes at most: each is short, and none holds many locks. */
const chunkRows = 10_000;

/**
 * Marks a revision and takes its checkpoints away, which fences whatever still folds for it. Its states follow
 * with `dropRevisionStates`.
 */
export async function discardRevision(sql: Statements, pluginId: string, revision: string): Promise<void> {
  await sql`
    delete from checkpoint where processor in (${pluginId}, ${pluginId} || '/inbox') and version = ${revision}`;
  await sql`
    update plugin_revision set state = 'discarded' where plugin_id = ${pluginId} and revision = ${revision}`;
}

/** Everything that a discarded revision left. May be broken off and begun again. */
export async function dropRevisionStates(sql: Sql, pluginId: string, revision: string): Promise<void> {
  const states = ['processor_state', 'state_front', 'state_shelf'];
  const others = [
    'inbox',
    'inbox_head',
    'activity_metrics',
    'plugin_error',
    'processor_quarantine',
    'processor_status',
  ];
  for (const table of [...states, ...others]) {
    let dropped = chunkRows;
    while (dropped === chunkRows) {
      const gone = await sql`
        delete from ${sql(table)} as gone using (
          select tableoid, ctid from ${sql(table)}
          where processor in (${pluginId}, ${pluginId} || '/inbox') and version = ${revision}
          limit ${chunkRows}) as chunk
        where gone.tableoid = chunk.tableoid and gone.ctid = chunk.ctid`;
      dropped = gone.count;
    }
  }
}
