import type {
  ConsumerStore,
  FinishedBatch,
  FinishOutcome,
  ProcessorRef,
  StateKey,
  StateRow,
} from '@activity-hub/db/checkpoints/consumer-store';
import { finishBatches } from '@activity-hub/db/checkpoints/finish-batches';
import { loadStates } from '@activity-hub/db/checkpoints/load-states';
import { createPostgresConsumerStore } from '@activity-hub/db/checkpoints/postgres-consumer-store';
import type { Sql } from '@activity-hub/db/postgres/client';
import { Grouped } from '../bus/grouped.ts';

/** From here on a statement of its own costs little beside what it reads or writes. */
const heavyStates = 500;

interface ProcessorGroups {
  readonly loads: Grouped<readonly StateKey[], readonly StateRow[]>;
  readonly ends: Grouped<FinishedBatch, FinishOutcome>;
}

/** What the lanes of a processor ask for, or end, at the same time goes in one statement. */
export function groupedStore(sql: Sql): ConsumerStore {
  const processors = new Map<string, ProcessorGroups>();
  const groupsOf = (ref: ProcessorRef): ProcessorGroups => {
    const name = `${ref.processor} ${ref.version}`;
    const groups = processors.get(name) ?? processorGroups(sql, ref);
    processors.set(name, groups);
    return groups;
  };
  return {
    ...createPostgresConsumerStore(sql),
    loadStates: (ref, keys) => groupsOf(ref).loads.call(keys),
    finishBatch: (batch) => groupsOf(batch).ends.call(batch),
  };
}

function processorGroups(sql: Sql, { processor, version }: ProcessorRef): ProcessorGroups {
  const ref = { processor, version };
  return {
    loads: new Grouped({
      run: async (asks) => byAsk(asks, await loadStates(sql, ref, asks.flat())),
      isHeavy: (keys) => keys.length > heavyStates,
    }),
    ends: new Grouped({
      run: (batches) => finishTogether(sql, batches),
      isHeavy: ({ states, derived }) => states.length + derived.length > heavyStates,
    }),
  };
}

/** What was found goes to whoever asked for its key. */
function byAsk(asks: readonly (readonly StateKey[])[], rows: readonly StateRow[]): readonly (readonly StateRow[])[] {
  if (asks.length === 1) return [rows];
  const ofKeys = Map.groupBy(rows, ({ key }) => key);
  return asks.map((ask) => [...new Set(ask.map(({ key }) => key))].flatMap((key) => ofKeys.get(key) ?? []));
}

async function finishTogether(sql: Sql, batches: readonly FinishedBatch[]): Promise<readonly FinishOutcome[]> {
  const finished = await finishBatches(sql, batches);
  // Each is tried by itself then: only those that were moved are fenced.
  if (!finished && batches.length > 1) throw new Error('The checkpoint of one of the lanes was moved.');
  return batches.map(() => (finished ? 'finished' : 'fenced'));
}
