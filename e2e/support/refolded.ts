import { canonicalJson } from '@activity-hub/contracts/canonical-form';
import { correctedIdOf, SUPERSEDED } from '@activity-hub/contracts/correction';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import { compareOccurred } from '@activity-hub/contracts/occurred-order';
import type { AnyAggregator, DerivedEvent, Window } from '@activity-hub/contracts/plugin/aggregator';
import { foldGroup } from '@activity-hub/contracts/plugin/fold-group';
import type { FoldAnswer } from '@activity-hub/contracts/plugin/program';
import { windowsOf } from '@activity-hub/contracts/plugin/windows-of';
import { topicMatches } from '@activity-hub/contracts/topic';
import type { ProcessorRef, StateKey } from '@activity-hub/db/checkpoints/consumer-store';
import { causeOfDeadline, causeOfEvent, type DerivationCause } from '@activity-hub/hub/process/derivation-cause';

/** A window of a key after all of its events. */
export interface RefoldedState extends StateKey {
  readonly shown: string;
}

/** What a fold concludes, and from what: with both its id in the log is known. */
export interface RefoldedEvent {
  readonly state: StateKey;
  readonly derived: DerivedEvent;
  readonly cause: DerivationCause;
}

export interface Refolded {
  readonly states: readonly RefoldedState[];
  readonly derived: readonly RefoldedEvent[];
}

interface Group {
  readonly key: string;
  readonly window: Window;
  readonly events: RecordedEvent[];
}

/**
 * What an aggregator makes of the whole log in one go: no batches, no checkpoints, no host. States come from the order
 * of occurrence. What is derived comes from the order the plugin asks for: for one that takes events as they
 * come it is the order of the log, which decides which of them crosses a threshold.
 * @param log by lane and offset
 * @param until deadlines up to here have been fired
 */
export function refolded(aggregator: AnyAggregator, log: readonly RecordedEvent[], until: string): Refolded {
  const config: unknown = aggregator.manifest.config.parse({});
  const fold = ({ key, window }: Group, events: readonly RecordedEvent[]): FoldAnswer =>
    foldGroup(aggregator, config, { key, window, state: null, events, until });
  const states: RefoldedState[] = [];
  const derived: RefoldedEvent[] = [];
  for (const group of groupsOf(aggregator, log)) {
    const state = { key: group.key, window_kind: group.window.kind, window_start: group.window.start };
    const inOrder = group.events.toSorted(compareOccurred);
    const answer = fold(group, inOrder);
    if (answer.faults.length > 0) throw new Error(`${aggregator.manifest.id} failed at an event of ${group.key}.`);
    if (answer.state !== null) states.push({ ...state, shown: shownText(answer.state, answer.view) });
    const asCame = aggregator.manifest.order === 'occurred' ? inOrder : group.events;
    const steps = asCame === inOrder ? answer.steps : fold(group, asCame).steps;
    for (const step of steps) {
      const cause = causeOf(step.deadline, asCame[step.index]);
      derived.push(...step.derived.map((one) => ({ state, derived: one, cause })));
    }
  }
  return { states, derived };
}

/** State and view of a window as one text. */
export function shownText(state: unknown, view: unknown): string {
  return canonicalJson({ state, view: view ?? null });
}

/** What a processor derived, as far as it was not taken back, and the ids of what it took back. */
export function derivedBy(
  { processor, version }: ProcessorRef,
  log: readonly RecordedEvent[],
): { readonly standing: readonly RecordedEvent[]; readonly superseded: readonly string[] } {
  const own = log.filter(
    ({ origin, metadata }) =>
      origin === 'derived' && metadata['processor'] === processor && metadata['processor_version'] === version,
  );
  const superseded = own.flatMap((event) => correctedIdOf(event) ?? []);
  const gone = new Set(superseded);
  const standing = own.filter(({ event_type, event_id }) => event_type !== SUPERSEDED && !gone.has(event_id));
  return { standing, superseded };
}

function groupsOf(aggregator: AnyAggregator, log: readonly RecordedEvent[]): Iterable<Group> {
  const groups = new Map<string, Group>();
  for (const event of log) {
    const { topics, windows } = aggregator.manifest;
    const key = aggregator.keyOf(event);
    if (key === undefined || !topics.some((topic) => topicMatches(topic, event.event_type))) continue;
    for (const window of windows.flatMap((one) => windowsOf(one, event))) {
      const name = `${key} ${window.kind} ${window.start}`;
      const group = groups.get(name) ?? { key, window, events: [] };
      group.events.push(event);
      groups.set(name, group);
    }
  }
  return groups.values();
}

/** Only the name of the cause goes into an id, so the state at a deadline need not be known. */
function causeOf(deadline: string | null, event: RecordedEvent | undefined): DerivationCause {
  if (event === undefined) throw new TypeError('A step names no event.');
  if (deadline === null) return causeOfEvent(event);
  const { user_id, time_zone, correlation_id } = event;
  return causeOfDeadline({ last_event_id: null, user_id, time_zone, correlation_id, causation_depth: 0 }, deadline);
}
