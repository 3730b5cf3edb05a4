import type { JsonObject } from '@activity-hub/contracts/event';
import type { DerivedEvent } from '@activity-hub/contracts/plugin/aggregator';
import type {
  CaseFinding,
  MetricRow,
  ProcessorRef,
  StateKey,
  StateRow,
} from '@activity-hub/db/checkpoints/consumer-store';
import type { EventToAppend } from '@activity-hub/db/event-store/event-store';
import { type BatchEffects, noEffects } from '../bus/lane-processor.ts';
import type { DerivationCause } from './derivation-cause.ts';
import { deriveEvent, MAX_CAUSATION_DEPTH } from './derive-event.ts';
import type { HostObserver } from './host-observer.ts';
import type { HeldState } from './lane-states.ts';
import { storedJson } from './stored-json.ts';

export interface EffectsRules {
  readonly ref: ProcessorRef;
  /** Types it may derive. */
  readonly emits: readonly string[];
  readonly observer: HostObserver;
  readonly now: () => number;
}

/**
 * Gathers what one batch changes. A state is written once per batch, however often it changed; what is
 * derived is taken per event, so that the size of a batch cannot change it.
 */
export class CollectedEffects {
  readonly #rules: EffectsRules;
  readonly #changed = new Set<HeldState>();
  readonly #findings: CaseFinding[] = [];
  readonly #metrics: MetricRow[] = [];
  readonly #derived: EventToAppend[] = [];

  constructor(rules: EffectsRules) {
    this.#rules = rules;
  }

  changed(state: HeldState): void {
    this.#changed.add(state);
  }

  finding(finding: CaseFinding): void {
    this.#findings.push(finding);
  }

  metric(row: MetricRow): void {
    if (!Number.isFinite(row.value)) throw new TypeError(`Its metric ${row.metric} is ${row.value}.`);
    this.#metrics.push(row);
  }

  /** @throws TypeError when the plugin may not derive this, or derives no JSON. */
  derive(state: StateKey, derived: DerivedEvent, cause: DerivationCause): void {
    const { ref, emits, observer, now } = this.#rules;
    if (!emits.includes(derived.event_type)) {
      throw new TypeError(`It derives ${derived.event_type}, which its manifest does not name under emits.`);
    }
    if (cause.depth >= MAX_CAUSATION_DEPTH) {
      observer.tooDeep(ref);
      return;
    }
    storedJson(derived.payload, `payload of ${derived.event_type}`);
    this.#derived.push(deriveEvent(ref, state, derived, cause, new Date(now()).toISOString()));
  }

  /** @throws TypeError when a state cannot be stored. */
  finish(): BatchEffects {
    return {
      ...noEffects,
      states: [...this.#changed].map(stateRowOf),
      findings: this.#findings,
      metrics: this.#metrics,
      derived: this.#derived,
    };
  }
}

function stateRowOf(held: HeldState): StateRow {
  const { state, view, ...row } = held;
  const text = (value: JsonObject, what: string): string => storedJson(value, `${what} of ${held.key}`);
  return { ...row, state: text(state ?? {}, 'state'), view: view === undefined ? null : text(view, 'view') };
}
