import { LANE_COUNT } from '@activity-hub/contracts/lane';
import { pluginOfProcessor } from '../plugins/plugin-row.ts';
import type { Sql } from '../postgres/client.ts';
import type { Checkpoint, ProcessorRef } from './consumer-store.ts';

/**
 * A processor seen for the first time gets its rows here: `finish_batches` can only move a checkpoint that exists. None for a
 * revision that was discarded: whoever was about to start it would fold the whole log again, and derive.
 */
export async function readCheckpoints(sql: Sql, ref: ProcessorRef): Promise<readonly Checkpoint[]> {
  const known = await selectCheckpoints(sql, ref);
  if (known.length === LANE_COUNT) return known;
  await sql`
    insert into checkpoint (processor, version, lane)
    select ${ref.processor}, ${ref.version}, lane from generate_series(0, ${LANE_COUNT}::int - 1) as lane
    where not exists (
      select from plugin_revision
      where plugin_id = ${pluginOfProcessor(ref.processor)} and revision = ${ref.version} and state = 'discarded')
    on conflict do nothing`;
  return selectCheckpoints(sql, ref);
}

async function selectCheckpoints(sql: Sql, ref: ProcessorRef): Promise<readonly Checkpoint[]> {
  return sql<Checkpoint[]>`
    select "offset", derives_after, made_at from checkpoint
    where processor = ${ref.processor} and version = ${ref.version} order by lane`;
}
