import { deepEqual, ok } from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecordedEvent } from '../../event.ts';
import { configJsonSchema } from '../config-json-schema.ts';
import type { SinkFetch } from '../context.ts';
import { manifestFaults } from '../manifest-faults.ts';
import { pluginFaultSentence } from '../plugin-fault.ts';
import { secretsIn } from '../secrets-in.ts';
import type { AnySink, SinkConnection } from '../sink.ts';
import { deepFreeze } from './deep-freeze.ts';
import {
  checkBatch,
  checkOutcomes,
  type DeliveryBench,
  type DeliveryTarget,
  deliveryChecks,
} from './delivery-checks.ts';
import { openSocket } from './open-socket.ts';

/** How soon a sink must give up a wait once it is told to stop. */
const STOPS_WITHIN_MS = 3_000;

/** A target under the control of a test, most often a stand-in server, with the configuration that leads to it. */
export interface SinkTarget extends DeliveryTarget {
  readonly config: unknown;
  /** What it was sent and could not understand, as sentences. */
  violations(): readonly string[];
  /** Accepts what it is sent and does not answer until `recover`. Left out where there is nobody to wait for. */
  readonly hang?: () => void;
  /** Refuses this event for good and takes the others. Left out where a target cannot. */
  readonly refuse?: (eventId: string) => void;
  stop(): Promise<void>;
}

export interface SinkConformanceOptions {
  /** At least three events of the sink's topics. */
  readonly events: readonly RecordedEvent[];
  /** A new target; `dataFolder` is the folder that the sink is lent. */
  readonly open: (place: { readonly dataFolder: string }) => Promise<SinkTarget>;
  /** Instead of the platform's own, for targets that are reached in another way. */
  readonly fetch?: SinkFetch;
}

export interface SinkConformanceCheck {
  readonly name: string;
  readonly run: () => Promise<void>;
}

interface Bench extends DeliveryBench {
  readonly target: SinkTarget;
  readonly connection: SinkConnection;
  readonly stop: AbortController;
  /** Everything that people may read: log lines and reasons. */
  readonly said: string[];
}

/**
 * What every sink promises its host. Runs under any test runner:
 * `for (const { name, run } of sinkConformance(mine, { events, open })) test(name, run);`
 * Each check has a target and a connection of its own, and ends with a target that has nothing to complain about.
 */
export function sinkConformance(sink: AnySink, options: SinkConformanceOptions): readonly SinkConformanceCheck[] {
  const events = deepFreeze(structuredClone(options.events));
  const onBench = (name: string, check: (bench: Bench) => Promise<void>): SinkConformanceCheck => ({
    name,
    run: () => withBench(sink, options, check),
  });
  return [
    {
      name: 'has a valid manifest',
      run: async () => deepEqual(manifestFaults(sink.manifest, 'sink').map(pluginFaultSentence), []),
    },
    {
      name: 'likes batches that a host grants',
      run: async () => checkBatch(sink.batch?.(sink.manifest.config.parse({}))),
    },
    ...deliveryChecks(events).map(({ name, check }) => onBench(name, check)),
    ...refusal(options, onBench, events),
    ...stopping(options, onBench, events),
    onBench('closes twice, and after a failure', async ({ target, deliver, connection }) => {
      await target.fail();
      await deliver(events.slice(0, 1));
      await connection.close();
      await connection.close();
    }),
  ];
}

type OnBench = (name: string, check: (bench: Bench) => Promise<void>) => SinkConformanceCheck;

function refusal(options: SinkConformanceOptions, onBench: OnBench, events: readonly RecordedEvent[]) {
  return [
    onBench('rejects only the event that the target refuses', async ({ target, deliver }) => {
      const refused = events[1]?.event_id ?? '';
      if (target.refuse === undefined) return;
      target.refuse(refused);
      const results = await deliver(events);
      const others = results.filter((result) => result.event_id !== refused);
      checkOutcomes(
        results.filter((result) => result.event_id === refused),
        [refused],
        'reject',
      );
      checkOutcomes(
        others,
        options.events.map((event) => event.event_id).filter((id) => id !== refused),
        'delivered',
      );
    }),
  ];
}

function stopping(_options: SinkConformanceOptions, onBench: OnBench, events: readonly RecordedEvent[]) {
  return [
    onBench('ends its waits when it is told to stop', async ({ target, deliver, stop }) => {
      if (target.hang === undefined) return;
      target.hang();
      const delivery = deliver(events);
      await new Promise((done) => setTimeout(done, 100));
      stop.abort();
      const results = await Promise.race([delivery, afterTooLong()]);
      ok(results !== undefined, 'it went on waiting after the signal');
      checkOutcomes(
        results,
        events.map((event) => event.event_id),
        'retry',
      );
      await target.recover();
    }),
  ];
}

/** Holds no process back when the delivery was in time. */
function afterTooLong(): Promise<undefined> {
  return new Promise((done) => void setTimeout(() => done(undefined), STOPS_WITHIN_MS).unref());
}

async function withBench(
  sink: AnySink,
  options: SinkConformanceOptions,
  check: (bench: Bench) => Promise<void>,
): Promise<void> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'sink-'));
  const target = await options.open({ dataFolder });
  const stop = new AbortController();
  const said: string[] = [];
  try {
    const connection = await sink.connect(sink.manifest.config.parse(target.config), {
      log: (level, message, fields) => void said.push(JSON.stringify([level, message, fields])),
      signal: stop.signal,
      fetch: options.fetch ?? ((url, init) => fetch(url, init)),
      connect: openSocket,
      dataFolder,
    });
    const deliver = async (batch: readonly RecordedEvent[]): ReturnType<Bench['deliver']> => {
      const results = await connection.deliver(batch);
      said.push(JSON.stringify(results));
      return results;
    };
    await check({ target, deliver, connection, stop, said });
    await connection.close();
    deepEqual(target.violations(), [], 'the target was sent what its contract does not know');
    for (const secret of secretsIn(configJsonSchema(sink.manifest.config), target.config)) {
      ok(!said.some((line) => line.includes(secret)), 'a secret stands in a log line or a reason');
    }
  } finally {
    stop.abort();
    await target.stop();
    await rm(dataFolder, { recursive: true, force: true });
  }
}
