import type { RecordedEvent } from '@activity-hub/contracts/event';
import { LANE_COUNT, laneOf } from '@activity-hub/contracts/lane';
import type { InboxRow, ProcessorRef } from '@activity-hub/db/checkpoints/consumer-store';
import type { LaneEvent } from '@activity-hub/db/event-store/event-store';
import { placeOf } from '../bus/event-place.ts';
import {
  type BatchEffects,
  type BatchPlace,
  type LaneBatch,
  type LaneProcessor,
  noEffects,
} from '../bus/lane-processor.ts';
import { SingleStretch } from '../bus/single-stretch.ts';
import { CollectedEffects } from './collected-effects.ts';
import { ErrorBudget } from './error-budget.ts';
import { eventFilter } from './event-filter.ts';
import type { HostOptions } from './host-options.ts';
import type { HostedAggregator } from './hosted-plugin.ts';
import type { KeyHistory } from './key-history.ts';
import { keyedEvents } from './keyed-events.ts';

/** The consumer that hands keys on, beside the one that folds them. */
export function inboxRefOf({ processor, version }: ProcessorRef): ProcessorRef {
  return { processor: `${processor}/inbox`, version };
}

/** There are as many buckets as lanes, so that whatever reads a lane can read a bucket. */
export const BUCKET_COUNT = LANE_COUNT;

/**
 * The first half of an aggregator whose keys cross streams: says of every event of a lane to which key it belongs,
 * and hands it on to the bucket of that key. The second half folds a bucket as others fold a lane. An event that
 * takes another one back goes where that one went.
 */
export class RunningRouter implements LaneProcessor {
  readonly ref: ProcessorRef;
  readonly deadlines = false;
  readonly #plugin: HostedAggregator;
  readonly #history: Pick<KeyHistory, 'get'>;
  readonly #options: HostOptions;
  readonly #wants: (event: RecordedEvent) => boolean;
  readonly #budget = new ErrorBudget();

  constructor(plugin: HostedAggregator, history: Pick<KeyHistory, 'get'>, options: HostOptions) {
    this.ref = inboxRefOf(plugin.ref);
    this.#plugin = plugin;
    this.#history = history;
    this.#options = options;
    this.#wants = eventFilter(plugin.manifest.id, plugin.manifest.topics);
  }

  begin({ lane }: BatchPlace): LaneBatch {
    return new SingleStretch((events) => this.#handOn(lane, events));
  }

  async #handOn(lane: number, batch: readonly LaneEvent[]): Promise<BatchEffects> {
    const asked = { program: this.#plugin.program, wants: this.#wants, history: this.#history };
    const keyed = await keyedEvents(
      asked,
      lane,
      batch.map((item) => item.event),
    );
    const failed = new CollectedEffects({ ref: this.ref, emits: [], now: this.#options.now });
    for (const fault of keyed.faults) failed.fault(fault);
    const { faults } = failed;
    this.#budget.spend(batch.length, faults);
    const inbox = [
      ...keyed.events.map(({ key, event }) => inboxRowOf(key, event)),
      ...keyed.corrected.map(({ key, by }) => inboxRowOf(key, by)),
    ];
    // What it hands on is folded, and counted, behind it.
    return { ...noEffects, faults, inbox, counts: { folded: 0, skipped: batch.length - keyed.events.length } };
  }

  async fireDue(): Promise<undefined> {
    return undefined;
  }

  forget(): void {
    // It remembers nothing.
  }
}

function inboxRowOf(key: string, event: RecordedEvent): InboxRow {
  return { bucket: laneOf({ event_id: key }), key, ...placeOf(event) };
}
