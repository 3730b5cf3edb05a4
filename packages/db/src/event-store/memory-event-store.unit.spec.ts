import { AsyncLocalStorage } from 'node:async_hooks';
import { describe } from 'vitest';
import { createMemoryEventStore } from './memory-event-store.ts';
import { concurrentAppends } from './testing/concurrent-appends.ts';
import { eventStoreConformance } from './testing/event-store-conformance.ts';
import type { EventStoreHarness } from './testing/event-store-harness.ts';

class RolledBack extends Error {}

type Ending = 'commit' | 'roll back';

/** At which an append that is to be held tells that it has come, and waits for how it ends. */
interface Gate {
  readonly arrive: () => void;
  readonly ending: Promise<Ending>;
}

async function memoryHarness(): Promise<EventStoreHarness> {
  const gates = new AsyncLocalStorage<Gate>();
  const store = createMemoryEventStore({
    async beforeCommit() {
      const gate = gates.getStore();
      gate?.arrive();
      if ((await gate?.ending) === 'roll back') throw new RolledBack();
    },
  });
  return {
    store,
    async hold(events) {
      const ending = Promise.withResolvers<Ending>();
      const arrival = Promise.withResolvers<void>();
      const gate = { arrive: arrival.resolve, ending: ending.promise };
      const appended = gates.run(gate, () =>
        store.append(events).catch((error: unknown) => {
          if (!(error instanceof RolledBack)) throw error;
        }),
      );
      await Promise.race([arrival.promise, appended]);
      const end = async (how: Ending): Promise<void> => {
        ending.resolve(how);
        await appended;
      };
      return { commit: () => end('commit'), rollBack: () => end('roll back') };
    },
  };
}

describe('the memory event store', () => {
  eventStoreConformance(memoryHarness);
  concurrentAppends(memoryHarness, 100);
});
