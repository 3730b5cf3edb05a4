import type { RecordedEvent } from '@activity-hub/contracts/event';
import type { AnyDetector, Finding } from '@activity-hub/contracts/plugin/detector';
import { uuidV5 } from '@activity-hub/contracts/uuid-v5';
import type { ConsumerStore, ProcessorRef, StateKey } from '@activity-hub/db/checkpoints/consumer-store';
import type { LaneEvent } from '@activity-hub/db/event-store/event-store';
import type { BatchEffects, BatchPlace, LaneProcessor } from '../bus/lane-processor.ts';
import { CollectedEffects } from './collected-effects.ts';
import { causeOfEvent } from './derivation-cause.ts';
import { CASE_NAMESPACE } from './derive-event.ts';
import { eventFilter } from './event-filter.ts';
import type { HostOptions } from './host-options.ts';
import { LaneStates, noteEvent } from './lane-states.ts';
import { callPlugin } from './plugin-call.ts';
import { storedJson } from './stored-json.ts';

export const ANOMALY_EVENT_TYPE = 'activity.anomaly.detected';

/** An alarm about what was over two days ago helps nobody; an import of history would raise thousands. */
const openCaseWithinMs = 48 * 3_600_000;
const maxEvidenceEvents = 50;

interface Wanted {
  readonly offset: number;
  readonly event: RecordedEvent;
  readonly key: string;
}

/** Carries a detector: one state per key; each finding becomes part of a case and one derived event. */
export class RunningDetector implements LaneProcessor {
  readonly ref: ProcessorRef;
  readonly deadlines = false;
  readonly #plugin: AnyDetector;
  readonly #config: unknown;
  readonly #states: LaneStates;
  readonly #options: HostOptions;
  readonly #wants: (event: RecordedEvent) => boolean;

  constructor(plugin: AnyDetector, store: Pick<ConsumerStore, 'loadStates'>, options: HostOptions) {
    const { id, version, topics, config } = plugin.manifest;
    this.ref = { processor: id, version };
    this.#plugin = plugin;
    this.#config = config.parse({});
    this.#states = new LaneStates(store, this.ref, options.keptStatesPerLane);
    this.#options = options;
    this.#wants = eventFilter(id, topics);
  }

  async process({ lane }: BatchPlace, events: readonly LaneEvent[]): Promise<BatchEffects> {
    const wanted = events.flatMap((item) => this.#wantedOf(lane, item));
    await this.#states.load(lane, wanted.map(stateKeyOf));
    const { observer, now } = this.#options;
    const effects = new CollectedEffects({ ref: this.ref, emits: [ANOMALY_EVENT_TYPE], observer, now });
    for (const item of wanted) this.#guarded(lane, item.offset, () => this.#inspect(lane, item, effects));
    observer.folded(this.ref, wanted.length);
    observer.skipped(this.ref, events.length - wanted.length);
    return this.#guarded(lane, events.at(-1)?.offset, () => effects.finish());
  }

  async fireDue(): Promise<undefined> {
    return undefined;
  }

  forget(lane: number): void {
    this.#states.forget(lane);
  }

  #wantedOf(lane: number, { offset, event }: LaneEvent): readonly Wanted[] {
    if (!this.#wants(event)) return [];
    const key = this.#guarded(lane, offset, () => this.#plugin.keyOf(event));
    return key === undefined ? [] : [{ offset, event, key }];
  }

  #inspect(lane: number, item: Wanted, effects: CollectedEffects): void {
    const { event, key } = item;
    const held = this.#states.get(lane, stateKeyOf(item));
    const { next, findings } = this.#plugin.inspect(held.state, { event }, event.recorded_at, this.#config);
    held.state = next;
    noteEvent(held, event);
    effects.changed(held);
    for (const finding of findings) this.#take(finding, key, event, effects);
  }

  #take(finding: Finding, key: string, event: RecordedEvent, effects: CollectedEffects): void {
    if (Date.parse(event.recorded_at) - Date.parse(event.timestamp) > openCaseWithinMs) {
      this.#options.observer.pastFinding(this.ref);
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
      evidence: storedJson(evidence, `evidence of ${kind}`),
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
      stateKeyOf({ key }),
      { event_type: ANOMALY_EVENT_TYPE, subject: `${kind}:${subject}`, payload },
      causeOfEvent(event),
    );
  }

  #guarded<Result>(lane: number, offset: number | undefined, call: () => Result): Result {
    return callPlugin(this.#options.watch, this.ref, lane, offset, call);
  }
}

function stateKeyOf({ key }: Pick<Wanted, 'key'>): StateKey {
  return { key, window_kind: 'all', window_start: '' };
}
