import type { RecordedEvent } from '@activity-hub/contracts/event';
import { compareOccurred } from '@activity-hub/contracts/occurred-order';
import type { FoldAnswer, FoldRequest } from '@activity-hub/contracts/plugin/program';
import type { ConsumerStore, ProcessorRef } from '@activity-hub/db/checkpoints/consumer-store';
import type { LaneEvent } from '@activity-hub/db/event-store/event-store';
import {
  type BatchEffects,
  type BatchPlace,
  type LaneBatch,
  type LaneProcessor,
  ProcessorFault,
} from '../bus/lane-processor.ts';
import { type BatchWork, collectedBatch } from './collected-batch.ts';
import { CollectedEffects } from './collected-effects.ts';
import { ErrorBudget } from './error-budget.ts';
import { eventFilter } from './event-filter.ts';
import type { HostOptions } from './host-options.ts';
import type { HostedAggregator } from './hosted-plugin.ts';
import { inOccurredOrder } from './in-occurred-order.ts';
import type { KeyHistory } from './key-history.ts';
import { keyedEvents } from './keyed-events.ts';
import { type KeyedGroup, KeyedGroups } from './keyed-groups.ts';
import { type HeldGroup, type HeldState, LaneStates } from './lane-states.ts';
import { refoldKey } from './refold-key.ts';
import { takeFold } from './take-fold.ts';

const dueStatesPerBatch = 500;

/** What is asked and answered is let go of soon: what lives long is copied by every collection of garbage. */
const foldsAtOnce = 250;

type HeldKey = HeldGroup<KeyedGroup>;

interface SortedOut {
  readonly straight: readonly HeldKey[];
  readonly again: readonly HeldKey[];
}

/**
 * Carries an aggregator: hands it the events of its topics, keeps one state per key and window, fires deadlines, and
 * turns what it emits into rows and derived events. A fold that wants the order of occurrence gets it: a late
 * event, or one that was taken back, makes the key be folded again from its history, once per batch.
 *   Deterministic: the same events in batches of any size end in the same states, views and derived events that
 * count; where the log itself is out of order, the batches decide which derived events are superseded on the way.
 */
export class RunningAggregator implements LaneProcessor {
  readonly ref: ProcessorRef;
  readonly deadlines: boolean;
  readonly payloads: readonly string[] | undefined;
  readonly #plugin: HostedAggregator;
  readonly #store: Pick<ConsumerStore, 'dueStates'>;
  readonly #history: KeyHistory;
  readonly #states: LaneStates;
  readonly #options: HostOptions;
  readonly #wants: (event: RecordedEvent) => boolean;
  readonly #budget = new ErrorBudget();

  constructor(
    plugin: HostedAggregator,
    store: Pick<ConsumerStore, 'loadStates' | 'dueStates'>,
    history: KeyHistory,
    options: HostOptions,
  ) {
    this.ref = plugin.ref;
    this.deadlines = plugin.program.deadlines;
    this.payloads = plugin.program.payloads;
    this.#plugin = plugin;
    this.#store = store;
    this.#history = history;
    this.#states = new LaneStates(store, this.ref, options.keptStatesPerLane);
    this.#options = options;
    this.#wants = eventFilter(plugin.manifest.id, plugin.manifest.topics);
  }

  begin(place: BatchPlace): LaneBatch {
    const work: BatchWork = { place, effects: this.#newEffects(), upTo: place.offset };
    return collectedBatch(work, this.#states, (events) => this.#takeStretch(work, events));
  }

  async #takeStretch(work: BatchWork, stretch: readonly LaneEvent[]): Promise<boolean> {
    const { place, effects } = work;
    const keyed = await keyedEvents(
      { program: this.#plugin.program, wants: this.#wants, history: this.#history },
      place.lane,
      stretch.map((item) => item.event),
    );
    const groups = new KeyedGroups(this.#plugin.manifest.windows);
    for (const { key, event } of keyed.events) groups.add(key, event);
    for (const { key, event } of keyed.corrected) groups.correct(key, event);
    const sorted = await this.#sortedOut(place.lane, groups.all());
    // What a key yielded earlier in the batch is not in the log yet, and folding it again is held against the log.
    if (sorted.again.length > 0 && work.upTo > place.offset) return false;
    work.upTo = stretch.at(-1)?.offset ?? work.upTo;
    const spent = effects.faults.length;
    for (const fault of keyed.faults) effects.fault(fault);
    await this.#foldGroups(work, sorted);
    effects.handled({ folded: keyed.events.length, skipped: stretch.length - keyed.events.length });
    this.#budget.spend(keyed.events.length, effects.faults, spent);
    return true;
  }

  async fireDue(place: BatchPlace, watermark: string): Promise<BatchEffects | undefined> {
    if (this.#plugin.inSilence?.() === true) return undefined;
    const rows = await this.#store.dueStates(this.ref, place.lane, watermark, watermark, dueStatesPerBatch);
    if (rows.length === 0) return undefined;
    const work: BatchWork = { place, effects: this.#newEffects(), upTo: place.offset };
    const held = rows.map((row) => this.#states.take(place.lane, row));
    const requests = held.map((state) => requestOf(state, [], watermark));
    const answers = await this.#fold(place.lane, requests);
    for (const [index, state] of held.entries()) this.#take(work, state, requests[index], answers[index]);
    const effects = await work.effects.finish();
    this.#states.trim(place.lane);
    return effects;
  }

  forget(lane: number): void {
    this.#states.forget(lane);
  }

  #newEffects(): CollectedEffects {
    return new CollectedEffects({ ref: this.ref, emits: this.#plugin.manifest.emits, now: this.#options.now });
  }

  /** Which states only go on, and which must be folded again. Changes nothing. */
  async #sortedOut(lane: number, groups: readonly KeyedGroup[]): Promise<SortedOut> {
    const all = await this.#states.load(lane, groups);
    const again = new Set(all.filter(({ group }) => group.corrected.length > 0));
    if (this.#plugin.manifest.order === 'occurred') {
      const late = all.filter((item) => !again.has(item) && item.group.events.some(cameLate(item.held)));
      for (const item of await this.#withBearing(lane, late)) again.add(item);
    }
    return again.size === 0
      ? { straight: all, again: [] }
      : { straight: all.filter((item) => !again.has(item)), again: [...again] };
  }

  async #foldGroups(work: BatchWork, { straight, again }: SortedOut): Promise<void> {
    for (let at = 0; at < straight.length; at += foldsAtOnce) {
      const some = straight.slice(at, at + foldsAtOnce);
      const requests = some.map(({ group, held }) => requestOf(held, this.#inOrder(group.events, held), null));
      const answers = await this.#fold(work.place.lane, requests);
      for (const [index, { held }] of some.entries()) this.#take(work, held, requests[index], answers[index]);
    }
    for (const { group, held } of again) await this.#refold(work, group, held);
  }

  /**
   * Those of the late groups whose state a late event would change: only they must be folded again. A plugin
   * promises to give back the very same state for an event that has no bearing wherever it stands.
   */
  async #withBearing(lane: number, late: readonly HeldKey[]): Promise<readonly HeldKey[]> {
    if (late.length === 0) return [];
    const requests = late.map(({ group, held }) => requestOf(held, group.events.filter(cameLate(held)), null));
    const answers = await this.#fold(lane, requests);
    return late.filter((_item, index) => {
      const answer = answers[index];
      return answer === undefined || answer.folded > 0 || answer.faults.length > 0;
    });
  }

  /** What came late and has no bearing is left out: what it would yield was yielded before. */
  #inOrder(events: readonly RecordedEvent[], held: HeldState): readonly RecordedEvent[] {
    if (this.#plugin.manifest.order !== 'occurred') return events;
    const late = cameLate(held);
    return inOccurredOrder(events.some(late) ? events.filter((event) => !late(event)) : events);
  }

  async #refold({ place, effects, upTo }: BatchWork, group: KeyedGroup, held: HeldState): Promise<void> {
    effects.refolded();
    await refoldKey(
      {
        plugin: this.#plugin,
        history: this.#history,
        wants: this.#wants,
        place,
        fold: (requests) => this.#fold(place.lane, requests),
      },
      { held, window: group.window, events: group.events, corrected: group.corrected, upTo },
      effects,
    );
  }

  #take(
    { place, effects }: BatchWork,
    held: HeldState,
    request: FoldRequest | undefined,
    answer: FoldAnswer | undefined,
  ): void {
    if (request === undefined || answer === undefined) throw new ProcessorFault('fewer_answers');
    takeFold({ held, request, answer, place, announces: this.#plugin.announces }, effects);
  }

  async #fold(lane: number, requests: readonly FoldRequest[]): Promise<readonly FoldAnswer[]> {
    return requests.length === 0 ? [] : await this.#plugin.program.fold(requests, lane);
  }
}

function requestOf(held: HeldState, events: readonly RecordedEvent[], until: string | null): FoldRequest {
  const window = { kind: held.window_kind, start: held.window_start };
  return { key: held.key, window, state: held.state ?? null, events, until };
}

const never = (): boolean => false;

/** Before the latest event that changed the state, or before a deadline that was fired already. */
function cameLate({ last_occurred_at, last_event_id, fired_until }: HeldState): (event: RecordedEvent) => boolean {
  if (last_occurred_at === null || last_event_id === null) return never;
  const last = { timestamp: last_occurred_at, event_id: last_event_id };
  // No id comes before the empty one: an event at the very instant of a deadline comes after it.
  const fired = fired_until === null ? last : { timestamp: fired_until, event_id: '' };
  const bound = compareOccurred(last, fired) < 0 ? fired : last;
  return (event) => compareOccurred(event, bound) < 0;
}
