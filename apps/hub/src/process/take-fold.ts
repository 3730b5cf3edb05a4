import type { RecordedEvent } from '@activity-hub/contracts/event';
import { compareOccurred } from '@activity-hub/contracts/occurred-order';
import { PluginError } from '@activity-hub/contracts/plugin/plugin-error';
import type { FoldAnswer, FoldRequest, FoldStep } from '@activity-hub/contracts/plugin/program';
import type { OwnDerived } from '@activity-hub/db/key-history/read-own-derived';
import { placeOf } from '../bus/event-place.ts';
import type { BatchPlace } from '../bus/lane-processor.ts';
import { type Announces, announcesDeadline } from './announces.ts';
import type { CollectedEffects } from './collected-effects.ts';
import { causeOfDeadline, causeOfEvent, type DerivationCause } from './derivation-cause.ts';
import { type HeldState, noteEvent } from './lane-states.ts';
import { blamedOnPlugin } from './plugin-call.ts';

export interface TakenFold {
  readonly held: HeldState;
  readonly request: FoldRequest;
  readonly answer: FoldAnswer;
  readonly place: BatchPlace;
  readonly announces: Announces;
  /** What was derived before, by id: the same conclusion keeps its id, another one gets a new id. */
  readonly own?: ReadonlyMap<string, OwnDerived>;
}

/** Puts what a fold answered into its state and the effects of the batch. @returns the ids of what it derived. */
export function takeFold(taken: TakenFold, effects: CollectedEffects): readonly string[] {
  const last = taken.request.events.at(-1);
  return blamedOnPlugin(() => takeAnswer(taken, effects), last === undefined ? undefined : placeOf(last).offset);
}

function takeAnswer(
  { held, request, answer, place, announces, own }: TakenFold,
  effects: CollectedEffects,
): readonly string[] {
  for (const { index, reason } of answer.faults) {
    const event = request.events[index];
    if (event !== undefined) effects.fault({ event, reason });
  }
  const derived: string[] = [];
  for (const step of answer.steps) {
    const event = request.events[step.index];
    const cause = causeOf(step, held, event, request.events.length);
    for (const point of step.metrics) effects.metric({ at: cause.timestamp, user_id: cause.user_id, ...point });
    const isAnnounced =
      announces(place, event) && (step.deadline === null || announcesDeadline(place, held, step.deadline));
    // Where another revision was live in between, what was derived before that is announced no more and stands.
    if (!isAnnounced && own === undefined) continue;
    for (const wanted of step.derived)
      derived.push(
        ...(isAnnounced ? effects.derive(held, wanted, cause, own) : effects.stand(held, wanted, cause, own)),
      );
  }
  const before = held.last_recorded_at;
  held.fired_until = answer.fired ?? held.fired_until;
  noteLatest(held, request.events[answer.latest]);
  if (answer.folded > 0) {
    held.state = answer.state ?? undefined;
    held.view = answer.view ?? undefined;
  } else noteAlive(held, before, request.events.at(-1));
  if (answer.folded > 0 || request.events.length === 0 || held.last_recorded_at !== before) {
    // Also when nothing fired: a changed plugin may ask for another instant, and the row must say so.
    held.deadline_at = answer.deadline;
    effects.changed(held);
  }
  return derived;
}

function causeOf(step: FoldStep, held: HeldState, event: RecordedEvent | undefined, count: number): DerivationCause {
  if (step.deadline !== null) {
    noteLatest(held, event);
    return causeOfDeadline(held, step.deadline);
  }
  if (event === undefined) throw new PluginError('wrong_index', { index: step.index, count });
  return causeOfEvent(event);
}

/** The latest of what changed the state is the cause of what a deadline derives; a late event does not become it. */
function noteLatest(held: HeldState, event: RecordedEvent | undefined): void {
  if (event === undefined) return;
  const { last_occurred_at, last_event_id } = held;
  const isLatest =
    last_occurred_at === null ||
    last_event_id === null ||
    compareOccurred({ timestamp: last_occurred_at, event_id: last_event_id }, event) <= 0;
  if (isLatest) noteEvent(held, event);
}

/** How long events without bearing may come before the row says that they do. */
const aliveMs = 30_000;

/**
 * Events that changed nothing are written all the same from time to time: the clock fires no deadline of a key for
 * which something was recorded lately.
 */
function noteAlive(held: HeldState, before: string | null, last: RecordedEvent | undefined): void {
  if (held.state === undefined || held.deadline_at === null || before === null || last === undefined) return;
  if (Date.parse(last.recorded_at) - Date.parse(before) > aliveMs) held.last_recorded_at = last.recorded_at;
}
