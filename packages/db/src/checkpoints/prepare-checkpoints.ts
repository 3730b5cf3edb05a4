import { LANE_COUNT } from '@activity-hub/contracts/lane';
import type { Statements } from '../postgres/statements.ts';
import type { ProcessorRef } from './consumer-store.ts';

/** As `derives_after`: it derives nothing at all. */
export const DERIVES_NOTHING = Number.MAX_SAFE_INTEGER;

/** Makes the checkpoints of a processor that has none yet. `ofInbox`: they count the buckets of its inbox. */
export async function prepareCheckpoints(
  sql: Statements,
  ref: ProcessorRef,
  options: { readonly derivesAfter: readonly number[]; readonly ofInbox: boolean },
): Promise<void> {
  await sql`
    insert into checkpoint (processor, version, lane, derives_after, of_inbox)
    select ${ref.processor}, ${ref.version}, place - 1, derives_after, ${options.ofInbox}
    from unnest(${sql.array([...options.derivesAfter])}::bigint[]) with ordinality as wanted (derives_after, place)
    where place <= ${LANE_COUNT}
    on conflict do nothing`;
}
