import { ok } from 'node:assert/strict';
import type { RecordedEvent } from '../../event.ts';
import { type DeliveryResult, SINK_BATCH_LIMITS, type SinkBatch } from '../sink.ts';

/** Where a sink delivers to, under the control of a test. */
export interface DeliveryTarget {
  /** Ids of the events it holds, each as often as it holds it after it has sorted out repeats. */
  received(): Promise<readonly string[]>;
  /** Fails the next attempts as a target that is ill, until `recover`. */
  fail(): void | Promise<void>;
  recover(): void | Promise<void>;
}

export interface DeliveryBench {
  readonly target: DeliveryTarget;
  readonly deliver: (batch: readonly RecordedEvent[]) => Promise<readonly DeliveryResult[]>;
}

export interface DeliveryCheck {
  readonly name: string;
  readonly check: (bench: DeliveryBench) => Promise<void>;
}

/** What every sink promises of its deliveries, in this process or in one of its own. @param events at least three */
export function deliveryChecks(events: readonly RecordedEvent[]): readonly DeliveryCheck[] {
  const ids = events.map((event) => event.event_id);
  return [
    {
      name: 'gives one result per event, and the target has each once',
      check: async ({ target, deliver }) => {
        ok(events.length >= 3, `the check needs three events, and there are ${events.length}`);
        checkOutcomes(await deliver(events), ids, 'delivered');
        checkHeld(await target.received(), ids);
      },
    },
    {
      name: 'delivers nothing for an empty batch',
      check: async ({ target, deliver }) => {
        ok((await deliver([])).length === 0, 'it has results for an empty batch');
        checkHeld(await target.received(), []);
      },
    },
    {
      name: 'delivers the same batch again without harm',
      check: async ({ target, deliver }) => {
        await deliver(events);
        checkOutcomes(await deliver(events), ids, 'delivered');
        checkHeld([...new Set(await target.received())], ids);
      },
    },
    {
      name: 'gives a result for each of two equal events in a batch',
      check: async ({ deliver }) => {
        const repeated = [...events, ...events.slice(0, 1)];
        checkOutcomes(await deliver(repeated), [...ids, ...ids.slice(0, 1)], 'delivered');
      },
    },
    {
      name: 'answers a failing target with retry, and delivers when it is well',
      check: async ({ target, deliver }) => {
        await target.fail();
        checkOutcomes(await deliver(events), ids, 'retry');
        await target.recover();
        checkOutcomes(await deliver(events), ids, 'delivered');
        checkHeld([...new Set(await target.received())], ids);
      },
    },
  ];
}

/** Whatever is wished beyond the limits would be cut, and its author would wonder. */
export function checkBatch(wish: SinkBatch | undefined): void {
  if (wish === undefined) return;
  const { events, gatherSeconds } = wish;
  const { maxEvents, maxGatherSeconds } = SINK_BATCH_LIMITS;
  ok(
    Number.isInteger(events) && events >= 1 && events <= maxEvents,
    `a batch has 1 to ${maxEvents} events, not ${events}`,
  );
  ok(
    gatherSeconds >= 0 && gatherSeconds <= maxGatherSeconds,
    `it gathers for 0 to ${maxGatherSeconds} seconds, not ${gatherSeconds}`,
  );
}

/** @throws unless there is exactly one result of this outcome for each id */
export function checkOutcomes(
  results: readonly DeliveryResult[],
  ids: readonly string[],
  outcome: DeliveryResult['outcome'],
): void {
  const miscounted = countedOtherwise(
    results.map(({ event_id }) => event_id),
    ids,
  ).map(({ id, found, wanted }) => `event ${id} has ${counted(found, 'result')}, and came ${counted(wanted, 'time')}`);
  ok(miscounted.length === 0, miscounted.join('\n'));
  for (const result of results) {
    const reason = 'reason' in result ? result.reason : '';
    ok(result.outcome === outcome, `event ${result.event_id} is ${result.outcome}, not ${outcome}: ${reason}`);
    ok(result.outcome === 'delivered' || reason.trim() !== '', `event ${result.event_id} has no reason`);
  }
}

function checkHeld(held: readonly string[], ids: readonly string[]): void {
  const otherwise = countedOtherwise(held, ids).map(({ id, found }) =>
    found === 0
      ? `the target has nothing that carries the id of event ${id}`
      : `the target has event ${id} ${counted(found, 'time')}`,
  );
  ok(otherwise.length === 0, otherwise.join('\n'));
}

function countedOtherwise(found: readonly string[], wanted: readonly string[]) {
  const times = (ids: readonly string[], id: string): number => ids.filter((each) => each === id).length;
  return [...new Set([...wanted, ...found])]
    .map((id) => ({ id, found: times(found, id), wanted: times(wanted, id) }))
    .filter((each) => each.found !== each.wanted);
}

function counted(count: number, noun: string): string {
  return `${count === 0 ? 'no' : count} ${noun}${count === 1 ? '' : 's'}`;
}
