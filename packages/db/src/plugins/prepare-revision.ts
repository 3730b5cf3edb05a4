import { LANE_COUNT } from '@activity-hub/contracts/lane';
import { DERIVES_NOTHING, prepareCheckpoints } from '../checkpoints/prepare-checkpoints.ts';
import type { Statements } from '../postgres/statements.ts';
import { inboxProcessorOf, type PluginRow } from './plugin-row.ts';

const everyLane = (value: number): readonly number[] => new Array<number>(LANE_COUNT).fill(value);

/**
 * The checkpoints of a new revision. They must stand before it is promoted: the promotion says in them from where it
 * derives. Without `derivesAfter` (by lane of the log) it derives nothing.
 */
export async function prepareRevision(
  sql: Statements,
  manifest: Pick<PluginRow['manifest'], 'id' | 'scope'>,
  revision: string,
  derivesAfter: readonly number[] = everyLane(DERIVES_NOTHING),
): Promise<void> {
  const ref = { processor: manifest.id, version: revision };
  if (manifest.scope === 'stream') {
    await prepareCheckpoints(sql, ref, { derivesAfter, ofInbox: false });
    return;
  }
  // A bucket has places of its own: it derives or it does not, and the lanes say from where.
  const derives = derivesAfter.every((offset) => offset === DERIVES_NOTHING) ? DERIVES_NOTHING : 0;
  const router = { processor: inboxProcessorOf(manifest.id), version: revision };
  await prepareCheckpoints(sql, router, { derivesAfter, ofInbox: false });
  await prepareCheckpoints(sql, ref, { derivesAfter: everyLane(derives), ofInbox: true });
}
