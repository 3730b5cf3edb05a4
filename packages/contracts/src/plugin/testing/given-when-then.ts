import type { JsonObject, RecordedEvent } from '../../event.ts';
import { topicMatches } from '../../topic.ts';
import { type Aggregator, type Cause, type Emission, isDeadlineAware, type Window } from '../aggregator.ts';
import type { Detector, Finding } from '../detector.ts';
import { deepFreeze } from './deep-freeze.ts';

/** Input of a config schema: every setting may be left out. */
type Settings = Readonly<Record<string, unknown>>;

const wholeLife: Window = { kind: 'all', start: '' };

export interface AggregatorOutcome<State> {
  readonly state: State;
  /** What queries would show: the last view, else the state. */
  readonly view: JsonObject;
  /** Everything derived since `given`, oldest first. */
  readonly derived: readonly (NonNullable<Emission['derived']>[number] & { readonly at: string })[];
  readonly metrics: readonly NonNullable<Emission['metrics']>[number][];
}

export interface AggregatorScenario<State> {
  /** Feeds events in this order, as the host would: a deadline fires before the first event at or after it. */
  when(...events: readonly RecordedEvent[]): AggregatorOutcome<State>;
  /** Nothing happens until `at`: fires every deadline up to it. */
  whenQuietUntil(at: string): AggregatorOutcome<State>;
}

/**
 * Given a history of one key and one window, says what the next events yield. All arguments are
 * frozen, so a plugin that changes them throws.
 */
export function givenAggregator<Config, State extends JsonObject>(
  aggregator: Aggregator<Config, State>,
  history: readonly RecordedEvent[] = [],
  options: { readonly config?: Settings; readonly window?: Window } = {},
): AggregatorScenario<State> {
  const config = deepFreeze(aggregator.manifest.config.parse(options.config ?? {}));
  const window = options.window ?? wholeLife;
  const before = foldEvents({ aggregator, config, window }, deepFreeze(aggregator.initialState(config)), history);
  return {
    when: (...events) => foldEvents({ aggregator, config, window }, before.state, events),
    whenQuietUntil: (at) => outcomeOf(before.state, fireDeadlines({ aggregator, config, window }, before.state, at)),
  };
}

interface Fold<Config, State extends JsonObject> {
  readonly aggregator: Aggregator<Config, State>;
  readonly config: Config;
  readonly window: Window;
}

interface Step<State> {
  readonly state: State;
  readonly emission: Emission;
  readonly at: string;
}

function foldEvents<Config, State extends JsonObject>(
  fold: Fold<Config, State>,
  start: State,
  events: readonly RecordedEvent[],
): AggregatorOutcome<State> {
  const { aggregator, config } = fold;
  const steps: Step<State>[] = [];
  let state = start;
  for (const event of events) {
    if (!aggregator.manifest.topics.some((topic) => topicMatches(topic, event.event_type))) continue;
    if (aggregator.keyOf(deepFreeze(event)) === undefined) continue;
    const fired = fireDeadlines(fold, state, event.timestamp);
    state = fired.at(-1)?.state ?? state;
    const next = deepFreeze(aggregator.apply(state, event, config));
    steps.push(...fired, stepOf(fold, state, next, { kind: 'event', event }, event.timestamp));
    state = next;
  }
  return outcomeOf(start, steps);
}

function fireDeadlines<Config, State extends JsonObject>(
  fold: Fold<Config, State>,
  start: State,
  until: string,
): Step<State>[] {
  const { aggregator, config } = fold;
  if (!isDeadlineAware(aggregator)) return [];
  const steps: Step<State>[] = [];
  let state = start;
  for (;;) {
    const at = aggregator.deadlineOf(state, config);
    if (at === undefined || at > until) return steps;
    if (steps.at(-1)?.at === at) throw new Error(`The state asks for the deadline ${at} again after it fired.`);
    const next = deepFreeze(aggregator.onDeadline(state, at, config) as State);
    steps.push(stepOf(fold, state, next, { kind: 'deadline', at }, at));
    state = next;
  }
}

function stepOf<Config, State extends JsonObject>(
  { aggregator, config, window }: Fold<Config, State>,
  previous: State,
  next: State,
  cause: Cause,
  at: string,
): Step<State> {
  return { state: next, emission: deepFreeze(aggregator.emit(previous, next, cause, config, window)), at };
}

function outcomeOf<State extends JsonObject>(start: State, steps: readonly Step<State>[]): AggregatorOutcome<State> {
  const state = steps.at(-1)?.state ?? start;
  return {
    state,
    view: steps.at(-1)?.emission.view ?? state,
    derived: steps.flatMap(({ emission, at }) => (emission.derived ?? []).map((derived) => ({ ...derived, at }))),
    metrics: steps.flatMap(({ emission }) => emission.metrics ?? []),
  };
}

export interface DetectorOutcome<State> {
  readonly state: State | undefined;
  readonly findings: readonly Finding[];
}

/** Given a history of one key, says what a detector finds in the next events. */
export function givenDetector<Config, State extends JsonObject>(
  detector: Detector<Config, State>,
  history: readonly RecordedEvent[] = [],
  options: { readonly config?: Settings } = {},
): { when(...events: readonly RecordedEvent[]): DetectorOutcome<State> } {
  const config = deepFreeze(detector.manifest.config.parse(options.config ?? {}));
  const inspectAll = (start: State | undefined, events: readonly RecordedEvent[]): DetectorOutcome<State> => {
    const findings: Finding[] = [];
    let state = start;
    for (const event of events) {
      if (!detector.manifest.topics.some((topic) => topicMatches(topic, event.event_type))) continue;
      if (detector.keyOf(deepFreeze(event)) === undefined) continue;
      const judged = deepFreeze(detector.inspect(state, { event }, event.recorded_at, config));
      state = judged.next;
      findings.push(...judged.findings);
    }
    return { state, findings };
  };
  const before = inspectAll(undefined, history);
  return { when: (...events) => inspectAll(before.state, events) };
}
