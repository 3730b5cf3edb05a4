import { canonicalFormOf, canonicalJson } from '@activity-hub/contracts/canonical-form';
import type { JsonObject } from '@activity-hub/contracts/event';
import type { EventToAppend } from '@activity-hub/db/event-store/event-store';

/** Something the hub tells about itself. */
export interface SystemEvent {
  /** Follows from what happened, so that whoever appends it, and however often, appends the same. */
  readonly event_id: string;
  readonly event_type: string;
  readonly timestamp: string;
  /** Whom it is about; left out: nobody. */
  readonly user_id?: string | null;
  readonly causation_id: string | null;
  readonly correlation_id: string | null;
  readonly payload: JsonObject;
}

export function systemEvent({ payload: told, ...event }: SystemEvent, receivedAt: string): EventToAppend {
  const fields = {
    user_id: null,
    ...event,
    event_version: '1.0.0',
    source_system: 'activity-hub',
    session_id: null,
  };
  const payload = canonicalJson(told);
  return {
    ...fields,
    payload,
    metadata: '{}',
    origin: 'system',
    time_zone: 'UTC',
    day: event.timestamp.slice(0, 10),
    received_at: receivedAt,
    sent_at: null,
    context: '{}',
    canonical: canonicalFormOf({ ...fields, payloadJson: payload, metadataJson: '{}' }),
  };
}
