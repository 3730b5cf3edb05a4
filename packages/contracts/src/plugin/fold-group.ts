import { instantOfText, instantText } from '../calendar.ts';
import type { JsonObject, RecordedEvent } from '../event.ts';
import { compareOccurred } from '../occurred-order.ts';
import { type AnyAggregator, type Cause, type DeadlineAware, isDeadlineAware, isViewed } from './aggregator.ts';
import { PluginError, reasonOf } from './plugin-error.ts';
import type { FoldAnswer, FoldRequest, FoldStep, PluginFault } from './program.ts';

/** More deadlines than that between two events of one key are a plugin that never stops asking. */
const MAX_DEADLINES_IN_A_ROW = 10_000;

/** Told of every event before the plugin sees it, so that somebody outside of this thread can end a call that hangs. */
export type Entering = (event: RecordedEvent | undefined) => void;

const unwatched: Entering = () => undefined;
const none: readonly never[] = [];

/**
 * Runs an aggregator over the events of one key and window: the only place where a fold is carried out, for the
 * host, for a plugin's own process, for trials and for explanations, so that they cannot differ. Pure, if
 * the plugin is. An event at which the plugin throws is left out and named as a fault.
 * @throws whatever the plugin throws at a deadline, which no event can be blamed for.
 */
export function foldGroup(
  aggregator: AnyAggregator,
  config: unknown,
  request: FoldRequest,
  entering: Entering = unwatched,
): FoldAnswer {
  const fold = new GroupFold(aggregator, config, request);
  const { events } = request;
  for (let index = 0; index < events.length; index++) {
    const event = events[index] as RecordedEvent;
    entering(event);
    fold.take(index, event);
  }
  if (request.until !== null) {
    entering(undefined);
    fold.fireUntil(Date.parse(request.until));
  }
  return fold.answer();
}

class GroupFold {
  readonly #aggregator: AnyAggregator;
  readonly #deadlineAware: (AnyAggregator & DeadlineAware<unknown, JsonObject>) | undefined;
  readonly #config: unknown;
  readonly #request: FoldRequest;
  /** Most folds yield neither. */
  #steps: FoldStep[] | undefined;
  #faults: PluginFault[] | undefined;
  #state: JsonObject | undefined;
  #view: JsonObject | undefined;
  #latest = -1;
  #fired: string | null = null;
  #folded = 0;
  #asked: number | undefined;
  #askedOf: JsonObject | undefined;

  constructor(aggregator: AnyAggregator, config: unknown, request: FoldRequest) {
    this.#aggregator = aggregator;
    this.#deadlineAware = isDeadlineAware(aggregator) ? aggregator : undefined;
    this.#config = config;
    this.#request = request;
    this.#state = request.state ?? undefined;
  }

  take(index: number, event: RecordedEvent): void {
    // Not the event's fault when it fails: a plugin that cannot fire its deadlines is at fault as a whole.
    if (this.#isDue(event.timestamp)) this.fireUntil(Date.parse(event.timestamp));
    try {
      const previous = this.#state ?? this.#aggregator.initialState(this.#config);
      const next = this.#aggregator.apply(previous, event, this.#config);
      if (next === previous) return;
      this.#step(index, previous, next, { kind: 'event', event });
      const latest = this.#request.events[this.#latest];
      if (latest === undefined || compareOccurred(latest, event) <= 0) this.#latest = index;
    } catch (error) {
      this.#faults ??= [];
      this.#faults.push({ index, reason: reasonOf(error) });
    }
  }

  /** Deadlines at or before an instant, in their own order, each as if nothing had happened until then. */
  fireUntil(untilMs: number): void {
    const plugin = this.#deadlineAware;
    if (plugin === undefined || this.#state === undefined) return;
    let lastMs = Number.NEGATIVE_INFINITY;
    for (let fired = 0; ; fired++) {
      const atMs = this.#deadlineMs();
      if (atMs === undefined || atMs > untilMs) return;
      if (atMs <= lastMs) throw new PluginError('deadline_again', { deadline: instantText(atMs) });
      if (fired >= MAX_DEADLINES_IN_A_ROW)
        throw new PluginError('deadlines_in_a_row', { deadlines: MAX_DEADLINES_IN_A_ROW });
      lastMs = atMs;
      const at = instantText(atMs);
      this.#fired = at;
      this.#step(this.#latest, this.#state, plugin.onDeadline(this.#state, at, this.#config), { kind: 'deadline', at });
    }
  }

  /** Compares texts of instants, which is cheaper than to read every event's. */
  #isDue(timestamp: string): boolean {
    const deadlineMs = this.#deadlineMs();
    if (deadlineMs === undefined) return false;
    return instantText(deadlineMs) <= timestamp;
  }

  answer(): FoldAnswer {
    const deadlineMs = this.#deadlineMs();
    return {
      state: this.#state ?? null,
      view: this.#shown() ?? null,
      deadline: deadlineMs === undefined ? null : instantText(deadlineMs),
      folded: this.#folded,
      fired: this.#fired,
      latest: this.#latest,
      steps: this.#steps ?? none,
      faults: this.#faults ?? none,
    };
  }

  #shown(): JsonObject | undefined {
    if (this.#state === undefined || !isViewed(this.#aggregator)) return this.#view;
    return this.#aggregator.viewOf(this.#state, this.#config, this.#request.window);
  }

  /** Asked once per state: most events leave the state, and so its deadline, as they are. */
  #deadlineMs(): number | undefined {
    if (this.#state === undefined || this.#deadlineAware === undefined) return undefined;
    if (this.#state !== this.#askedOf) {
      const asked = this.#deadlineAware.deadlineOf(this.#state, this.#config);
      this.#asked = asked === undefined ? undefined : instantOf(asked);
      this.#askedOf = this.#state;
    }
    return this.#asked;
  }

  #step(index: number, previous: JsonObject, next: JsonObject, cause: Cause): void {
    // Authors without a type check: what comes of it later is told in words of the host, at a place of the host.
    if (typeof next !== 'object' || next === null)
      throw new TypeError(`${applied(cause)} must give back a state, an object.`);
    const emission = this.#aggregator.emit(previous, next, cause, this.#config, this.#request.window);
    if (typeof emission !== 'object' || emission === null)
      throw new TypeError('emit must give back an object, {} when there is nothing to say.');
    const { view, metrics = none, derived = none } = emission;
    if (derived.length > 0 || metrics.length > 0) {
      this.#steps ??= [];
      this.#steps.push({ index, deadline: cause.kind === 'deadline' ? cause.at : null, derived, metrics });
    }
    this.#state = next;
    this.#view = view;
    this.#folded += 1;
  }
}

function applied({ kind }: Cause): string {
  return kind === 'event' ? 'apply' : 'onDeadline';
}

function instantOf(at: string): number {
  const instant = instantOfText(at);
  if (Number.isNaN(instant)) throw new PluginError('no_deadline', { deadline: at });
  return instant;
}
