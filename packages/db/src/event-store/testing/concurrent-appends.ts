import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import type { AppendOutcome, EventToAppend } from '../event-store.ts';
import { appendPlans, type PlannedAppend, plannedEvents } from './append-plan.ts';
import type { EventStoreHarness } from './event-store-harness.ts';
import { LaneWatcher } from './lane-watcher.ts';

interface Appended {
  readonly sent: EventToAppend;
  readonly outcome: AppendOutcome;
}

/** Properties of many writers at once; see `EventStore` for the guarantees. */
export function concurrentAppends(makeHarness: () => Promise<EventStoreHarness>, numRuns: number): void {
  let harness: EventStoreHarness;

  beforeAll(async () => {
    harness = await makeHarness();
  });

  it('many writers, repeats, conflicts, rollbacks and held transactions: no gap, no skip, no duplicate, order kept', async () => {
    await fc.assert(
      fc.asyncProperty(appendPlans(), async (writers) => {
        const run = randomUUID();
        const watcher = await LaneWatcher.start(harness.store);
        const writing = Promise.all(writers.map((plan) => write(harness, watcher, run, plan)));
        await Promise.allSettled([writing]);
        await watcher.stop();
        const written = await writing;
        verify(watcher, written);
      }),
      { numRuns, endOnFailure: false },
    );
  });
}

/** What one writer was answered, in the order in which it sent. */
async function write(
  harness: EventStoreHarness,
  watcher: LaneWatcher,
  run: string,
  plan: readonly PlannedAppend[],
): Promise<readonly Appended[]> {
  const appended: Appended[] = [];
  for (const planned of plan) {
    const events = plannedEvents(run, planned);
    if (planned.mode === 'append') {
      const outcomes = await harness.store.append(events);
      expect(outcomes).toHaveLength(events.length);
      outcomes.forEach((outcome, at) => {
        const sent = events[at];
        if (sent !== undefined) appended.push({ sent, outcome });
      });
      continue;
    }
    const held = await harness.hold([...new Map(events.map((event) => [event.event_id, event])).values()]);
    // Long enough for every lane to be read while the transaction is open.
    await watcher.rounds(2);
    await (planned.mode === 'hold and commit' ? held?.commit() : held?.rollBack());
  }
  return appended;
}

function verify(watcher: LaneWatcher, written: readonly (readonly Appended[])[]): void {
  const log = new Map(watcher.seen.flat().map(({ event }) => [event.event_id, event]));
  expect(log.size, 'an id stands twice in the log').toBe(watcher.seen.flat().length);
  const accepted = new Set<string>();
  const digests = new Map<string, string>();
  for (const { sent, outcome } of written.flat()) {
    const kept = log.get(sent.event_id);
    if (kept === undefined) throw new Error(`${outcome.status}, but not in the log`);
    const sameContent = JSON.stringify(kept.payload) === JSON.stringify(JSON.parse(sent.payload));
    if (outcome.status === 'accepted') {
      expect(accepted.has(sent.event_id), 'accepted twice').toBe(false);
      accepted.add(sent.event_id);
      expect(kept.source_system).toBe(sent.source_system);
      expect(sameContent).toBe(true);
    }
    if (outcome.status === 'accepted' || outcome.status === 'duplicate') {
      expect(outcome.recorded_at).toBe(kept.recorded_at);
      const { lane, offset } = outcome.position;
      expect(watcher.seen[lane]?.find((found) => found.offset === offset)?.event.event_id).toBe(sent.event_id);
      expect(digests.get(sent.event_id) ?? outcome.digest, 'two receipts for one event').toBe(outcome.digest);
      digests.set(sent.event_id, outcome.digest);
    } else {
      expect(outcome.status).toBe('conflict');
      expect('kept_digest' in outcome).toBe(kept.source_system === sent.source_system);
    }
  }
  for (const writer of written) verifyOrder(writer);
}

/** What one writer had accepted for one lane (so for one user) stands there in the order in which it was sent. */
function verifyOrder(writer: readonly Appended[]): void {
  const last = new Map<number, number>();
  for (const { outcome } of writer) {
    if (outcome.status !== 'accepted') continue;
    const { lane, offset } = outcome.position;
    expect(offset).toBeGreaterThan(last.get(lane) ?? 0);
    last.set(lane, offset);
  }
}
