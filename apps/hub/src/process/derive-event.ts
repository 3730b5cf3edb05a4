import { canonicalFormOf, canonicalJson } from '@activity-hub/contracts/canonical-form';
import type { DerivedMetadata } from '@activity-hub/contracts/event';
import type { DerivedEvent } from '@activity-hub/contracts/plugin/aggregator';
import { uuidV5 } from '@activity-hub/contracts/uuid-v5';
import type { ProcessorRef, StateKey } from '@activity-hub/db/checkpoints/consumer-store';
import type { EventToAppend } from '@activity-hub/db/event-store/event-store';
import type { DerivationCause } from './derivation-cause.ts';

/** Namespace of the ids of derived events. Fixed for ever: with another one a rebuild would append all of them again. */
export const DERIVED_EVENT_NAMESPACE = '4bd4d2b6-2f7a-5d5c-9a0e-6a3f7d0f5e11';
/** Namespace of the ids of anomaly cases; fixed for the same reason. */
export const CASE_NAMESPACE = '9c1e8f0a-5b6d-5f3e-8b1a-2d7c4e9f6a22';

export const HUB_SOURCE = 'activity-hub';

/** Derived events may cause derived events, but not without end. */
export const MAX_CAUSATION_DEPTH = 8;

/** The id of what one cause makes a processor derive. JSON of an array, because the parts may hold any character. */
export function derivedEventId(
  ref: ProcessorRef,
  { key }: StateKey,
  derived: DerivedEvent,
  cause: DerivationCause,
): string {
  return uuidV5(
    DERIVED_EVENT_NAMESPACE,
    JSON.stringify([ref.processor, ref.version, key, derived.event_type, derived.subject, cause.name]),
  );
}

/**
 * The event a processor wants appended, ready for the log. Every field a digest is made of follows from
 * processor, key and cause alone, so a repeated run yields the same id with the same content.
 */
export function deriveEvent(
  ref: ProcessorRef,
  state: StateKey,
  derived: DerivedEvent,
  cause: DerivationCause,
  receivedAt: string,
): EventToAppend {
  const metadata: DerivedMetadata = {
    processor: ref.processor,
    processor_version: ref.version,
    causation_depth: cause.depth + 1,
    processor_key: state.key,
    processor_window: windowName(state),
  };
  const fields = {
    event_id: derivedEventId(ref, state, derived, cause),
    event_type: derived.event_type,
    event_version: '1.0.0',
    timestamp: cause.timestamp,
    source_system: HUB_SOURCE,
    user_id: cause.user_id,
    session_id: cause.session_id,
    causation_id: cause.causation_id,
    correlation_id: cause.correlation_id,
  };
  const payload = canonicalJson(derived.payload);
  const metadataJson = canonicalJson(metadata);
  return {
    ...fields,
    payload,
    metadata: metadataJson,
    origin: 'derived',
    time_zone: cause.time_zone,
    day: cause.day,
    received_at: receivedAt,
    sent_at: null,
    context: '{}',
    canonical: canonicalFormOf({ ...fields, payloadJson: payload, metadataJson }),
  };
}

/** The window of a state in one text, as derived events carry it. */
export function windowName({ window_kind, window_start }: StateKey): string {
  return `${window_kind}|${window_start}`;
}
