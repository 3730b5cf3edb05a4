import { canonicalFormOf, canonicalJson } from '@activity-hub/contracts/canonical-form';
import { REPLACED, VOIDED } from '@activity-hub/contracts/correction';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import { uuidV5 } from '@activity-hub/contracts/uuid-v5';
import type { EventToAppend } from '@activity-hub/db/event-store/event-store';

/** Namespace of the ids of corrections. Fixed for ever: with another one a repeat would be another event. */
const CORRECTION_NAMESPACE = '1f6c0b52-7d0a-5b39-8f44-c2e95a07d3b8';
const HUB_SOURCE = 'activity-hub';

export interface CorrectionOrder {
  readonly target: RecordedEvent;
  readonly reason: string;
  /** The event that counts instead; absent: none does. */
  readonly replacedBy?: string;
}

/** The id of a correction follows from what it is about, so that a repeat is the same event. */
export function correctionIdOf({ target, replacedBy }: Omit<CorrectionOrder, 'reason'>): string {
  return uuidV5(CORRECTION_NAMESPACE, JSON.stringify([target.event_id, replacedBy ?? null]));
}

/** The id of what counts instead of an event, by what it says. */
export function replacementIdOf(target: RecordedEvent, content: string): string {
  return uuidV5(CORRECTION_NAMESPACE, JSON.stringify(['instead of', target.event_id, content]));
}

/** The event that takes another one back: it stands in the stream and the lane of its target, after it. */
export function correctionEvent(order: CorrectionOrder, at: string): EventToAppend {
  const { target, reason, replacedBy } = order;
  const { event_id, event_type, user_id, session_id, correlation_id, time_zone } = target;
  const fields = {
    event_id: correctionIdOf(order),
    event_type: replacedBy === undefined ? VOIDED : REPLACED,
    event_version: '1.0.0',
    timestamp: target.timestamp,
    source_system: HUB_SOURCE,
    user_id,
    session_id,
    causation_id: event_id,
    correlation_id,
  };
  const replaced = replacedBy === undefined ? {} : { replaced_by: replacedBy };
  const payload = canonicalJson({ event_id, event_type, reason, ...replaced });
  return {
    ...fields,
    payload,
    metadata: '{}',
    origin: 'system',
    time_zone,
    day: target.day,
    received_at: at,
    sent_at: null,
    context: '{}',
    canonical: canonicalFormOf({ ...fields, payloadJson: payload, metadataJson: '{}' }),
    lane_key: event_id,
  };
}
