import { canonicalJson } from '@activity-hub/contracts/canonical-form';
import { SUPERSEDED } from '@activity-hub/contracts/correction';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import type { DerivedEvent } from '@activity-hub/contracts/plugin/aggregator';
import { PluginError } from '@activity-hub/contracts/plugin/plugin-error';
import type {
  CaseFinding,
  FaultRow,
  MetricReset,
  MetricRow,
  ProcessorRef,
  StateKey,
  StateRow,
} from '@activity-hub/db/checkpoints/consumer-store';
import type { EventToAppend } from '@activity-hub/db/event-store/event-store';
import type { OwnDerived } from '@activity-hub/db/key-history/read-own-derived';
import { placeOf } from '../bus/event-place.ts';
import { type BatchEffects, type EventCounts, noEffects } from '../bus/lane-processor.ts';
import type { DerivationCause } from './derivation-cause.ts';
import { derivedEventId, deriveEvent, MAX_CAUSATION_DEPTH } from './derive-event.ts';
import type { HeldState } from './lane-states.ts';
import { blamedOnPlugin } from './plugin-call.ts';
import { storedJson } from './stored-json.ts';

export interface EffectsRules {
  readonly ref: ProcessorRef;
  /** Types it may derive. */
  readonly emits: readonly string[];
  readonly now: () => number;
}

/** Derived events are fewest: to append them is the part of a transaction for which producers wait. */
const fullAt = { states: 40_000, stateCharacters: 24_000_000, derived: 2_000, points: 20_000 };
const sampleEvery = 16;
const rowsPerTurn = 2_000;

const nothingOwn: ReadonlyMap<string, OwnDerived> = new Map();

/** An event the plugin failed at. */
export interface EventFault {
  readonly event: RecordedEvent;
  readonly reason: string;
}

/**
 * Gathers what one batch changes. A state is written once per batch, however often it changed; what is
 * derived is taken per event, so that the size of a batch cannot change it.
 */
export class CollectedEffects {
  readonly #rules: EffectsRules;
  readonly #changed: HeldState[] = [];
  readonly #findings: CaseFinding[] = [];
  readonly #metrics: MetricRow[] = [];
  readonly #resets: MetricReset[] = [];
  readonly #derived: EventToAppend[] = [];
  readonly #faults = new Map<string, FaultRow>();
  #folded = 0;
  #skipped = 0;
  #refolded = 0;
  #pastFindings = 0;
  #tooDeep = 0;
  /** Estimated from every sixteenth of them. */
  #stateCharacters = 0;

  constructor(rules: EffectsRules) {
    this.#rules = rules;
  }

  changed(state: HeldState): void {
    if (state.changed_in === this) return;
    state.changed_in = this;
    this.#changed.push(state);
    if (this.#changed.length % sampleEvery === 0) this.#stateCharacters += sampleEvery * charactersOf(state);
  }

  /** What was done with the events of a stretch. */
  handled({ folded, skipped }: EventCounts): void {
    this.#folded += folded;
    this.#skipped += skipped;
  }

  refolded(): void {
    this.#refolded += 1;
  }

  finding(finding: CaseFinding): void {
    this.#findings.push(finding);
  }

  pastFinding(): void {
    this.#pastFindings += 1;
  }

  metric(row: MetricRow): void {
    if (!Number.isFinite(row.value))
      throw new PluginError('metric_value', { metric: row.metric, value: String(row.value) });
    this.#metrics.push(row);
  }

  /** The points of a user in a span are written anew. */
  resetMetrics(reset: MetricReset): void {
    this.#resets.push(reset);
  }

  /** One event may fail in several windows; it is kept once. */
  fault({ event, reason }: EventFault): void {
    const { lane, offset } = placeOf(event);
    const storable = reason.replaceAll('\0', '').toWellFormed();
    this.#faults.set(event.event_id, { event_id: event.event_id, lane, offset, reason: storable });
  }

  get faults(): readonly FaultRow[] {
    return [...this.#faults.values()];
  }

  /**
   * @param own what was derived before, by id. The same conclusion from the same cause keeps its id; one that says
   * something else, or was taken back, gets the next free one.
   * @returns its id; nothing when too many derived events lie before it.
   * @throws PluginError when the plugin may not derive this, or derives no JSON.
   */
  derive(
    state: StateKey,
    derived: DerivedEvent,
    cause: DerivationCause,
    own: ReadonlyMap<string, OwnDerived> = nothingOwn,
  ): readonly string[] {
    const { emits } = this.#rules;
    if (!emits.includes(derived.event_type)) throw new PluginError('undeclared_type', { type: derived.event_type });
    if (cause.depth >= MAX_CAUSATION_DEPTH) {
      this.#tooDeep += 1;
      return [];
    }
    storedJson(derived.payload, 'payload', derived.event_type);
    return [this.#append(state, derived, this.#named(state, derived, cause, own).named)];
  }

  /** @returns the id of what was derived before, if it was: it follows still. */
  stand(
    state: StateKey,
    derived: DerivedEvent,
    cause: DerivationCause,
    own: ReadonlyMap<string, OwnDerived> = nothingOwn,
  ): readonly string[] {
    const { known } = this.#named(state, derived, cause, own);
    return known === undefined ? [] : [known.event_id];
  }

  /** Says of an event the processor derived that it follows no longer. Stands in the stream of that event. */
  supersede(
    state: StateKey,
    target: { readonly event_id: string; readonly event_type: string },
    cause: DerivationCause,
  ): void {
    const payload = {
      event_id: target.event_id,
      event_type: target.event_type,
      reason: 'It follows no longer from the events that count now.',
      processor_key: state.key,
    };
    this.#append(state, { event_type: SUPERSEDED, subject: target.event_id, payload }, cause);
  }

  /** Leaves out what is in the log already. */
  dropDerived(known: ReadonlySet<string>): void {
    const fresh = this.#derived.filter((event) => !known.has(event.event_id));
    this.#derived.splice(0, this.#derived.length, ...fresh);
  }

  /** So much that one transaction should not hold more, nor memory. */
  get full(): boolean {
    return (
      this.#changed.length >= fullAt.states ||
      this.#stateCharacters >= fullAt.stateCharacters ||
      this.#derived.length >= fullAt.derived ||
      this.#metrics.length + this.#findings.length >= fullAt.points
    );
  }

  /** @param upTo where the batch ends. @throws ProcessorFault when a state cannot be stored. */
  async finish(upTo?: number): Promise<BatchEffects> {
    const changed = this.#changed;
    const states: StateRow[] = [];
    for (let at = 0; at < changed.length; at += rowsPerTurn) {
      // Others have their turn in between: all rows of a long batch take a third of a second.
      if (at > 0) await new Promise((resolve) => setImmediate(resolve));
      blamedOnPlugin(() => {
        for (const held of changed.slice(at, at + rowsPerTurn))
          if (held.state !== undefined) states.push(stateRowOf(held));
      }, upTo);
    }
    return {
      ...noEffects,
      states,
      gone: changed.filter((state) => state.state === undefined).map(keyOfState),
      findings: this.#findings,
      metrics: this.#metrics,
      resets: this.#resets,
      // By time: in the stream of a person what was derived stands in the order of its causes.
      derived: this.#derived.toSorted((a, b) => Number(a.timestamp > b.timestamp) - Number(a.timestamp < b.timestamp)),
      faults: this.faults,
      counts: {
        folded: this.#folded,
        skipped: this.#skipped,
        refolded: this.#refolded,
        past_findings: this.#pastFindings,
        too_deep: this.#tooDeep,
      },
    };
  }

  /** The same conclusion from the same cause, or the next name that is free. */
  #named(
    state: StateKey,
    derived: DerivedEvent,
    cause: DerivationCause,
    own: ReadonlyMap<string, OwnDerived>,
  ): { readonly named: DerivationCause; readonly known: OwnDerived | undefined } {
    for (let again = 0; ; again++) {
      const named = again === 0 ? cause : { ...cause, name: `${cause.name}~${again}` };
      const known = own.get(derivedEventId(this.#rules.ref, state, derived, named));
      if (known === undefined || saysTheSame(known, derived)) return { named, known };
    }
  }

  #append(state: StateKey, derived: DerivedEvent, cause: DerivationCause): string {
    const { ref, now } = this.#rules;
    const event = deriveEvent(ref, state, derived, cause, new Date(now()).toISOString());
    this.#derived.push(event);
    return event.event_id;
  }
}

function charactersOf({ state, view }: HeldState): number {
  return JSON.stringify(state ?? null).length + JSON.stringify(view ?? null).length;
}

function saysTheSame(known: OwnDerived, derived: DerivedEvent): boolean {
  return !known.superseded && canonicalJson(known.payload) === canonicalJson(derived.payload);
}

function keyOfState({ key, window_kind, window_start, lane }: HeldState): BatchEffects['gone'][number] {
  return { key, window_kind, window_start, lane };
}

/** Field by field: to leave two out of a copy and to put them into another one is a fifteenth of a batch of many states. */
function stateRowOf(held: HeldState): StateRow {
  return {
    key: held.key,
    window_kind: held.window_kind,
    window_start: held.window_start,
    lane: held.lane,
    user_id: held.user_id,
    state: storedJson(held.state ?? {}, 'state', held.key),
    view: held.view === undefined ? null : storedJson(held.view, 'view', held.key),
    deadline_at: held.deadline_at,
    last_event_id: held.last_event_id,
    last_occurred_at: held.last_occurred_at,
    last_recorded_at: held.last_recorded_at,
    time_zone: held.time_zone,
    correlation_id: held.correlation_id,
    causation_depth: held.causation_depth,
    fired_until: held.fired_until,
  };
}
