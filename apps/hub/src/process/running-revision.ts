import type { PlainManifest } from '@activity-hub/contracts/plugin/plain-manifest';
import { PluginError } from '@activity-hub/contracts/plugin/plugin-error';
import type { Checkpoint, ConsumerStore, ProcessorRef } from '@activity-hub/db/checkpoints/consumer-store';
import { inboxHeads } from '@activity-hub/db/checkpoints/inbox-heads';
import { readBucket } from '@activity-hub/db/checkpoints/read-bucket';
import type { Sql } from '@activity-hub/db/postgres/client';
import { BoundedHeads } from '../bus/bounded-heads.ts';
import { Consumer } from '../bus/consumer.ts';
import type { ConsumerOptions } from '../bus/consumer-options.ts';
import type { ConsumerStatus } from '../bus/consumer-status.ts';
import type { Heads } from '../bus/heads.ts';
import type { LaneProcessor } from '../bus/lane-processor.ts';
import { LogHeads, type LogHeadsOptions } from '../bus/log-heads.ts';
import { announcesInLane } from './announces.ts';
import type { OpenedPlugin } from './available-plugin.ts';
import { consumerApart } from './consumer-apart.ts';
import type { FarBehindApart } from './far-behind-apart.ts';
import type { HostOptions } from './host-options.ts';
import type { HostedAggregator, HostedDetector } from './hosted-plugin.ts';
import { inboxHistory, streamHistory } from './key-histories.ts';
import { RunningAggregator } from './running-aggregator.ts';
import { RunningDetector } from './running-detector.ts';
import { inboxRefOf, RunningRouter } from './running-router.ts';
import { Standstill } from './standstill.ts';
import { wideReading } from './wide-reading.ts';

/** What every revision is run with. */
export interface RevisionParts {
  readonly sql: Sql;
  readonly store: ConsumerStore;
  readonly consumer: Omit<ConsumerOptions, 'heads' | 'feed'> & Pick<ConsumerOptions, 'feed'>;
  readonly heads: LogHeads;
  readonly host: HostOptions;
  /** For heads of an inbox. */
  readonly hints: Omit<LogHeadsOptions, 'eventStore'>;
  readonly farBehindApart: FarBehindApart;
}

export interface RevisionOrder {
  readonly ref: ProcessorRef;
  readonly manifest: PlainManifest;
  readonly opened: OpenedPlugin;
  /** Of a shadow: the revision it must not overtake. */
  readonly behind: ProcessorRef | undefined;
}

/** A revision of a plugin at work: one consumer, or two where its keys cross streams. */
export class RunningRevision {
  readonly ref: ProcessorRef;
  readonly startedAt = new Date().toISOString();
  readonly opened: OpenedPlugin;
  readonly #consumers: readonly Consumer[];
  readonly #inbox: LogHeads | undefined;
  readonly #standstill = new Standstill();

  private constructor(order: RevisionOrder, consumers: readonly Consumer[], inbox: LogHeads | undefined) {
    this.ref = order.ref;
    this.opened = order.opened;
    this.#consumers = consumers;
    this.#inbox = inbox;
    for (const consumer of consumers) consumer.start();
  }

  static async start(parts: RevisionParts, order: RevisionOrder): Promise<RunningRevision> {
    const consumer = order.opened.apart
      ? consumerApart(parts.consumer, parts.heads, order.ref, parts.farBehindApart)
      : parts.consumer;
    if (order.opened.kind === 'aggregator' && order.manifest.scope === 'custom')
      return await startWide(
        { ...parts, consumer },
        order,
        (consumers, inbox) => new RunningRevision(order, consumers, inbox),
      );
    const only = new Consumer(streamProcessor(parts, order), { ...consumer, heads: headsOf(parts, order) });
    return new RunningRevision(order, [only], undefined);
  }

  /** Resolves when all its consumers know where to go on. */
  async begun(): Promise<void> {
    await Promise.all(this.#consumers.map((consumer) => consumer.begun));
  }

  /** How many events its consumers are done with, each counting for itself. */
  finished(): number {
    return this.#consumers.reduce((sum, consumer) => sum + consumer.status().events, 0);
  }

  /** Of its last consumer, the one that folds. */
  status(): ConsumerStatus {
    const statuses = this.#consumers.map((consumer) => consumer.status());
    const [first] = statuses;
    const last = statuses.at(-1);
    if (first === undefined || last === undefined) throw new Error('A revision has at least one consumer.');
    const worst = statuses.find((status) => status.condition !== 'running') ?? last;
    const lagEvents = statuses.reduce((sum, status) => sum + status.lagEvents, 0);
    const lagSeconds = Math.max(...statuses.map((status) => status.lagSeconds));
    const builds = statuses.some((status) => status.builds) && !this.#standstill.lasts(this.finished());
    return {
      ...last,
      condition: worst.condition,
      reason: worst.reason,
      fault: worst.fault,
      lagEvents,
      lagSeconds,
      builds,
    };
  }

  async stop(): Promise<void> {
    // A plugin in a process of its own may never answer what its consumers wait for: it is ended with them.
    const ended = this.opened.apart ? this.opened.stop() : undefined;
    await Promise.all([ended, ...this.#consumers.map((consumer) => consumer.stop())]);
    await Promise.all([this.#inbox?.stop(), ended ?? this.opened.stop()]);
  }
}

/** A shadow goes no further than the live revision does. */
function headsOf({ heads, store, hints }: RevisionParts, { behind }: RevisionOrder): Heads {
  if (behind === undefined) return heads;
  const readBound = async (): Promise<readonly number[]> => offsetsOf(await store.checkpoints(behind));
  return new BoundedHeads({ heads, readBound, pollMs: hints.pollMs });
}

function offsetsOf(checkpoints: readonly Checkpoint[]): readonly number[] {
  return checkpoints.map((checkpoint) => checkpoint.offset);
}

function streamProcessor({ sql, store, host }: RevisionParts, { ref, manifest, opened }: RevisionOrder): LaneProcessor {
  const common = { ref, manifest, announces: announcesInLane };
  return opened.kind === 'aggregator'
    ? new RunningAggregator({ ...common, program: opened.program }, store, streamHistory(sql), host)
    : new RunningDetector({ ...common, program: opened.program } satisfies HostedDetector, store, host);
}

/** Keys that cross streams: one consumer hands the events of the lanes on to their keys, one folds the keys. */
async function startWide<Made>(
  { sql, store, consumer, heads: logHeads, hints, host }: RevisionParts,
  { ref, manifest, opened, behind }: RevisionOrder,
  make: (consumers: readonly Consumer[], inbox: LogHeads) => Made,
): Promise<Made> {
  if (opened.kind !== 'aggregator') throw new Error('Only aggregators have keys that cross streams.');
  const inbox = inboxRefOf(ref);
  const places = await store.checkpoints(inbox);
  if (places.length === 0) throw new PluginError('no_checkpoints');
  const { heads, ...speaking } = await wideReading({ sql, heads: logHeads, pollMs: hints.pollMs, ref, places, behind });
  const history = inboxHistory(sql, inbox);
  const hosted: HostedAggregator = { ref, manifest, program: opened.program, ...speaking };
  const bucketHeads = new LogHeads({ ...hints, eventStore: { laneHeads: () => inboxHeads(sql, inbox) } });
  await bucketHeads.start();
  const feed = { read: (bucket: number, after: number, limit: number) => readBucket(sql, inbox, bucket, after, limit) };
  const handedOn = { ...consumer.observer, finished: nudging(consumer, bucketHeads) };
  return make(
    [
      new Consumer(new RunningRouter(hosted, history, host), { ...consumer, heads, observer: handedOn }),
      // What is read of a bucket is bounded by its number alone, so its batches stay as they are.
      new Consumer(new RunningAggregator(hosted, store, history, host), {
        ...consumer,
        heads: bucketHeads,
        feed,
        catchUp: undefined,
      }),
    ],
    bucketHeads,
  );
}

/** What was handed on is looked at soon. */
function nudging(
  { observer }: Pick<ConsumerOptions, 'observer'>,
  heads: Heads,
): ConsumerOptions['observer']['finished'] {
  return (ref, events, seconds, effects) => {
    observer.finished(ref, events, seconds, effects);
    if (effects.inbox.length > 0) heads.nudge();
  };
}
