import type { JsonObject, RecordedEvent } from '../../event.ts';
import { topicMatches } from '../../topic.ts';
import { type Aggregator, type AnyAggregator, type Emission, isDeadlineAware, type Window } from '../aggregator.ts';
import type { Detector, Finding } from '../detector.ts';
import { foldGroup } from '../fold-group.ts';
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
  const scenario = { aggregator: frozen(aggregator as AnyAggregator), config, window: options.window ?? wholeLife };
  const before = fold<State>(scenario, null, history, null).state;
  return {
    when: (...events) => fold<State>(scenario, before, events, null),
    whenQuietUntil: (at) => fold<State>(scenario, before, [], at),
  };
}

interface Scenario {
  readonly aggregator: AnyAggregator;
  readonly config: unknown;
  readonly window: Window;
}

/** The same aggregator, whose states cannot be changed by whoever gets them next. */
function frozen(aggregator: AnyAggregator): AnyAggregator {
  const kept = {
    ...aggregator,
    initialState: (config: unknown) => deepFreeze(aggregator.initialState(config)),
    apply: (...given: Parameters<AnyAggregator['apply']>) => deepFreeze(aggregator.apply(...given)),
  };
  if (!isDeadlineAware(aggregator)) return kept;
  const onDeadline: typeof aggregator.onDeadline = (...given) => deepFreeze(aggregator.onDeadline(...given));
  return { ...kept, onDeadline } as AnyAggregator;
}

function fold<State extends JsonObject>(
  { aggregator, config, window }: Scenario,
  start: State | null,
  given: readonly RecordedEvent[],
  until: string | null,
): AggregatorOutcome<State> {
  const events = given.filter(
    (event) =>
      aggregator.manifest.topics.some((topic) => topicMatches(topic, event.event_type)) &&
      aggregator.keyOf(deepFreeze(event)) !== undefined,
  );
  const answer = foldGroup(aggregator, config, { key: '', window, state: start, events, until });
  const [fault] = answer.faults;
  if (fault !== undefined) throw new Error(fault.reason);
  const state = (answer.state ?? aggregator.initialState(config)) as State;
  return {
    state,
    view: answer.view ?? state,
    derived: answer.steps.flatMap(({ derived, deadline, index }) => {
      const at = deadline ?? events[index]?.timestamp ?? '';
      return derived.map((event) => ({ ...event, at }));
    }),
    metrics: answer.steps.flatMap((step) => step.metrics),
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
