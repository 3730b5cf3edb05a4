import type { RecordedEvent } from '@activity-hub/contracts/event';
import type { Finding } from '@activity-hub/contracts/plugin/detector';
import { PluginError } from '@activity-hub/contracts/plugin/plugin-error';
import type { InspectAnswer, InspectRequest } from '@activity-hub/contracts/plugin/program';
import { uuidV5 } from '@activity-hub/contracts/uuid-v5';
import type { ConsumerStore, ProcessorRef } from '@activity-hub/db/checkpoints/consumer-store';
import type { LaneEvent } from '@activity-hub/db/event-store/event-store';
import { type BatchPlace, type LaneBatch, type LaneProcessor, ProcessorFault } from '../bus/lane-processor.ts';
import { collectedBatch } from './collected-batch.ts';
import { CollectedEffects } from './collected-effects.ts';
import { causeOfEvent } from './derivation-cause.ts';
import { CASE_NAMESPACE } from './derive-event.ts';
import { ErrorBudget } from './error-budget.ts';
import { eventFilter } from './event-filter.ts';
import type { HostOptions } from './host-options.ts';
import type { HostedDetector } from './hosted-plugin.ts';
import { keyedEvents } from './keyed-events.ts';
import { type KeyedGroup, KeyedGroups } from './keyed-groups.ts';
import { type HeldState, LaneStates, noteEvent } from './lane-states.ts';
import { blamedOnPlugin } from './plugin-call.ts';
import { storedJson } from './stored-json.ts';

export const ANOMALY_EVENT_TYPE = 'activity.anomaly.detected';

/** An alarm about what was over two days ago helps nobody; an import of history would raise thousands. */
const openCaseWithinMs = 48 * 3_600_000;
const maxEvidenceEvents = 50;
/** What a correction takes back is not looked up: it concerns no detector. */
const neverLookedUp = { get: async (): Promise<undefined> => undefined };

/**
 * Carries a detector: one state per key; each finding becomes part of a case and one derived event. A detector
 * judges what was known when an event was recorded, so an event that is taken back later changes nothing.
 */
export class RunningDetector implements LaneProcessor {
  readonly ref: ProcessorRef;
  readonly deadlines = false;
  readonly #plugin: HostedDetector;
  readonly #states: LaneStates;
  readonly #options: HostOptions;
  readonly #wants: (event: RecordedEvent) => boolean;
  readonly #budget = new ErrorBudget();

  constructor(plugin: HostedDetector, store: Pick<ConsumerStore, 'loadStates'>, options: HostOptions) {
    this.ref = plugin.ref;
    this.#plugin = plugin;
    this.#states = new LaneStates(store, this.ref, options.keptStatesPerLane);
    this.#options = options;
    this.#wants = eventFilter(plugin.manifest.id, plugin.manifest.topics);
  }

  begin(place: BatchPlace): LaneBatch {
    const effects = new CollectedEffects({ ref: this.ref, emits: [ANOMALY_EVENT_TYPE], now: this.#options.now });
    const work = { place, effects, upTo: place.offset };
    return collectedBatch(work, this.#states, async (events) => {
      await this.#takeStretch(place, events, effects);
      work.upTo = events.at(-1)?.offset ?? work.upTo;
      return true;
    });
  }

  async #takeStretch(place: BatchPlace, stretch: readonly LaneEvent[], effects: CollectedEffects): Promise<void> {
    const asked = { program: this.#plugin.program, wants: this.#wants, history: neverLookedUp };
    const keyed = await keyedEvents(
      asked,
      place.lane,
      stretch.map((item) => item.event),
    );
    const spent = effects.faults.length;
    for (const fault of keyed.faults) effects.fault(fault);
    const groups = new KeyedGroups(['all']);
    for (const { key, event } of keyed.events) groups.add(key, event);
    await this.#inspectGroups(place, groups.all(), effects);
    effects.handled({ folded: keyed.events.length, skipped: stretch.length - keyed.events.length });
    this.#budget.spend(keyed.events.length, effects.faults, spent);
  }

  async fireDue(): Promise<undefined> {
    return undefined;
  }

  forget(lane: number): void {
    this.#states.forget(lane);
  }

  async #inspectGroups(place: BatchPlace, groups: readonly KeyedGroup[], effects: CollectedEffects): Promise<void> {
    if (groups.length === 0) return;
    const all = await this.#states.load(place.lane, groups);
    const requests = all.map(({ group: { key, events }, held }): InspectRequest => {
      return { key, state: held.state ?? null, events };
    });
    const answers = await this.#plugin.program.inspect(requests, place.lane);
    for (const [index, request] of requests.entries()) {
      const [state, answer] = [all[index]?.held, answers[index]];
      if (state === undefined || answer === undefined) throw new ProcessorFault('fewer_answers');
      blamedOnPlugin(() => this.#take(place, state, request, answer, effects));
    }
  }

  #take(
    place: BatchPlace,
    held: HeldState,
    { key, events }: InspectRequest,
    { state, findings, faults }: InspectAnswer,
    effects: CollectedEffects,
  ): void {
    const failed = new Set(faults.map((fault) => fault.index));
    for (const { index, reason } of faults) {
      const event = events[index];
      if (event !== undefined) effects.fault({ event, reason });
    }
    for (const [index, event] of events.entries()) if (!failed.has(index)) noteEvent(held, event);
    if (failed.size < events.length) {
      held.state = state ?? undefined;
      effects.changed(held);
    }
    for (const finding of findings) {
      const event = events[finding.index];
      if (event === undefined) throw new PluginError('wrong_index', { index: finding.index, count: events.length });
      if (this.#plugin.announces(place, event)) this.#keep(finding, key, event, effects);
    }
  }

  #keep(finding: Finding, key: string, event: RecordedEvent, effects: CollectedEffects): void {
    if (Date.parse(event.recorded_at) - Date.parse(event.timestamp) > openCaseWithinMs) {
      effects.pastFinding();
      return;
    }
    const { kind, severity, score, subject, evidence } = finding;
    const eventIds = finding.event_ids.slice(0, maxEvidenceEvents);
    const findingId = uuidV5(CASE_NAMESPACE, JSON.stringify([this.ref.processor, key, kind, event.event_id]));
    effects.finding({
      case_id: findingId,
      kind,
      key,
      user_id: event.user_id,
      severity,
      score,
      seen_at: event.timestamp,
      evidence: storedJson(evidence, 'evidence', kind),
      event_ids: eventIds,
    });
    const payload = {
      // Not "case_id": whether the finding opens a case or joins an open one is only known when it is stored.
      finding_id: findingId,
      detector: this.ref.processor,
      detector_version: this.ref.version,
      kind,
      key,
      severity,
      score,
      subject,
      evidence,
      event_ids: eventIds,
    };
    effects.derive(
      { key, window_kind: 'all', window_start: '' },
      { event_type: ANOMALY_EVENT_TYPE, subject: `${kind}:${subject}`, payload },
      causeOfEvent(event),
    );
  }
}
