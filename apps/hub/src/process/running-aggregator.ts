import type { JsonObject, RecordedEvent } from '@activity-hub/contracts/event';
import {
  type AnyAggregator,
  type Cause,
  type DeadlineAware,
  isDeadlineAware,
  type Window,
} from '@activity-hub/contracts/plugin/aggregator';
import { windowsOf } from '@activity-hub/contracts/plugin/windows-of';
import type { ConsumerStore, ProcessorRef, StateKey } from '@activity-hub/db/checkpoints/consumer-store';
import type { LaneEvent } from '@activity-hub/db/event-store/event-store';
import type { BatchEffects, BatchPlace, LaneProcessor } from '../bus/lane-processor.ts';
import { CollectedEffects } from './collected-effects.ts';
import { causeOfDeadline, causeOfEvent, type DerivationCause } from './derivation-cause.ts';
import { eventFilter } from './event-filter.ts';
import type { HostOptions } from './host-options.ts';
import { type HeldState, LaneStates, noteEvent } from './lane-states.ts';
import { callPlugin } from './plugin-call.ts';

/** More deadlines than that between two events of one key are a plugin that never stops asking. */
const maxDeadlinesInARow = 10_000;
const dueStatesPerBatch = 500;

interface Wanted {
  readonly offset: number;
  readonly event: RecordedEvent;
  readonly key: string;
  readonly windows: readonly Window[];
}

/**
 * Carries an aggregator: hands it the events of its topics, keeps one state per key and window, fires
 * deadlines, and turns what it emits into rows and derived events. Deterministic: the same events in
 * batches of any size give the same states, views and derived events.
 */
export class RunningAggregator implements LaneProcessor {
  readonly ref: ProcessorRef;
  readonly deadlines: boolean;
  readonly #plugin: AnyAggregator;
  readonly #deadlineAware: (AnyAggregator & DeadlineAware<unknown, JsonObject>) | undefined;
  readonly #config: unknown;
  readonly #store: Pick<ConsumerStore, 'dueStates'>;
  readonly #states: LaneStates;
  readonly #options: HostOptions;
  readonly #wants: (event: RecordedEvent) => boolean;

  constructor(plugin: AnyAggregator, store: Pick<ConsumerStore, 'loadStates' | 'dueStates'>, options: HostOptions) {
    const { id, version, topics, config } = plugin.manifest;
    this.ref = { processor: id, version };
    this.#plugin = plugin;
    this.#deadlineAware = isDeadlineAware(plugin) ? plugin : undefined;
    this.deadlines = this.#deadlineAware !== undefined;
    this.#config = config.parse({});
    this.#store = store;
    this.#states = new LaneStates(store, this.ref, options.keptStatesPerLane);
    this.#options = options;
    this.#wants = eventFilter(id, topics);
  }

  async process({ lane }: BatchPlace, events: readonly LaneEvent[]): Promise<BatchEffects> {
    const wanted = events.flatMap((item) => this.#wantedOf(lane, item));
    await this.#states.load(lane, wanted.flatMap(stateKeysOf));
    const effects = this.#newEffects();
    for (const item of wanted) {
      this.#guarded(lane, item.offset, () => {
        for (const window of item.windows) this.#fold(lane, item, window, effects);
      });
    }
    this.#options.observer.folded(this.ref, wanted.length);
    this.#options.observer.skipped(this.ref, events.length - wanted.length);
    return this.#guarded(lane, events.at(-1)?.offset, () => effects.finish());
  }

  async fireDue({ lane }: BatchPlace, watermark: string): Promise<BatchEffects | undefined> {
    const rows = await this.#store.dueStates(this.ref, lane, watermark, watermark, dueStatesPerBatch);
    if (rows.length === 0) return undefined;
    const effects = this.#newEffects();
    for (const row of rows) {
      const held = this.#states.take(lane, row);
      this.#guarded(lane, undefined, () => {
        this.#fireUntil(held, Date.parse(watermark), effects);
        // Also when nothing fired: a changed plugin may ask for another instant, and the row must say so.
        this.#remember(held, effects);
      });
    }
    return this.#guarded(lane, undefined, () => effects.finish());
  }

  forget(lane: number): void {
    this.#states.forget(lane);
  }

  #newEffects(): CollectedEffects {
    const { observer, now } = this.#options;
    return new CollectedEffects({ ref: this.ref, emits: this.#plugin.manifest.emits, observer, now });
  }

  #wantedOf(lane: number, { offset, event }: LaneEvent): readonly Wanted[] {
    if (!this.#wants(event)) return [];
    const key = this.#guarded(lane, offset, () => this.#plugin.keyOf(event));
    if (key === undefined) return [];
    return [{ offset, event, key, windows: this.#plugin.manifest.windows.flatMap((kind) => windowsOf(kind, event)) }];
  }

  #fold(lane: number, { event, key }: Wanted, window: Window, effects: CollectedEffects): void {
    const held = this.#states.get(lane, { key, window_kind: window.kind, window_start: window.start });
    this.#fireUntil(held, Date.parse(event.timestamp), effects);
    const previous = held.state ?? this.#plugin.initialState(this.#config);
    const next = this.#plugin.apply(previous, event, this.#config);
    this.#emit(held, previous, next, { kind: 'event', event }, causeOfEvent(event), effects);
    noteEvent(held, event);
    this.#remember(held, effects);
  }

  /** Deadlines at or before an instant, in their own order, each as if nothing had happened until then. */
  #fireUntil(held: HeldState, untilMs: number, effects: CollectedEffects): void {
    const plugin = this.#deadlineAware;
    if (plugin === undefined || held.state === undefined) return;
    let lastMs = Number.NEGATIVE_INFINITY;
    for (let fired = 0; ; fired++) {
      const at = plugin.deadlineOf(held.state, this.#config);
      if (at === undefined) return;
      const atMs = instantOf(at);
      if (atMs > untilMs) return;
      if (atMs <= lastMs) throw new TypeError(`It asks for the deadline ${at} again after it was fired.`);
      if (fired >= maxDeadlinesInARow)
        throw new TypeError(`It asks for more than ${maxDeadlinesInARow} deadlines in a row.`);
      lastMs = atMs;
      const instant = new Date(atMs).toISOString();
      const next = plugin.onDeadline(held.state, instant, this.#config);
      this.#emit(held, held.state, next, { kind: 'deadline', at: instant }, causeOfDeadline(held, instant), effects);
    }
  }

  #emit(
    held: HeldState,
    previous: JsonObject,
    next: JsonObject,
    cause: Cause,
    derivation: DerivationCause,
    effects: CollectedEffects,
  ): void {
    const window: Window = { kind: held.window_kind, start: held.window_start };
    const { view, metrics = [], derived = [] } = this.#plugin.emit(previous, next, cause, this.#config, window);
    for (const event of derived) effects.derive(held, event, derivation);
    for (const point of metrics) effects.metric({ at: derivation.timestamp, user_id: derivation.user_id, ...point });
    held.state = next;
    held.view = view;
  }

  #remember(held: HeldState, effects: CollectedEffects): void {
    const at = held.state === undefined ? undefined : this.#deadlineAware?.deadlineOf(held.state, this.#config);
    held.deadline_at = at === undefined ? null : new Date(instantOf(at)).toISOString();
    effects.changed(held);
  }

  #guarded<Result>(lane: number, offset: number | undefined, call: () => Result): Result {
    return callPlugin(this.#options.watch, this.ref, lane, offset, call);
  }
}

function stateKeysOf({ key, windows }: Wanted): readonly StateKey[] {
  return windows.map((window) => ({ key, window_kind: window.kind, window_start: window.start }));
}

function instantOf(at: string): number {
  const instant = Date.parse(at);
  if (Number.isNaN(instant)) throw new TypeError(`It asks for the deadline "${at}", which is no instant.`);
  return instant;
}
