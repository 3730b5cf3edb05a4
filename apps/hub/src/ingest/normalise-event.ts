import { type ActivityEvent, EVENT_LIMITS } from '@activity-hub/contracts/event';
import { canonicalEventType } from '@activity-hub/contracts/topic';
import { uuidV5 } from '@activity-hub/contracts/uuid-v5';
import type { Fault } from './fault.ts';
import { normaliseTimestamp } from './normalise-timestamp.ts';

/** The namespace of ids that producers did not make as UUIDs. Chosen once: another one would change every such id. */
export const FOREIGN_ID_NAMESPACE = '6f1c2a54-3d0b-5e8e-9a57-0c4f6b1d2e83';
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const earliestMs = Date.parse(EVENT_LIMITS.earliestTimestamp);

/** The producer's fields in the one form that is stored, digested and compared. */
export interface NormalisedEvent {
  readonly event_id: string;
  readonly event_type: string;
  readonly event_version: string;
  readonly timestamp: string;
  readonly occurredMs: number;
  readonly source_system: string;
  readonly user_id: string | null;
  readonly session_id: string | null;
  readonly causation_id: string | null;
  readonly correlation_id: string | null;
}

/** A source cannot hold ":", so no two pairs of source and id share a name. */
export function eventIdOf(source: string, sentId: string): string {
  return uuidPattern.test(sentId) ? sentId.toLowerCase() : uuidV5(FOREIGN_ID_NAMESPACE, `${source}:${sentId}`);
}

function timestampFault(
  code: 'invalid_timestamp' | 'timestamp_too_old' | 'timestamp_in_future',
  detail: string,
): { fault: Fault } {
  return { fault: { code, pointer: '/timestamp', detail } };
}

/** @param sent of the base schema, its source filled in */
export function normaliseEvent(
  sent: ActivityEvent,
  nowMs: number,
): { readonly fields: NormalisedEvent } | { readonly fault: Fault } {
  const source = sent.source_system ?? '';
  const instant = normaliseTimestamp(sent.timestamp);
  if (instant === undefined)
    return timestampFault('invalid_timestamp', `${sent.timestamp} is no instant of the calendar.`);
  if (instant.ms < earliestMs) {
    return timestampFault(
      'timestamp_too_old',
      `${instant.iso} lies before ${EVENT_LIMITS.earliestTimestamp}. Check the unit and the clock.`,
    );
  }
  if (instant.ms > nowMs + EVENT_LIMITS.maxFutureMs) {
    const now = new Date(nowMs).toISOString();
    return timestampFault(
      'timestamp_in_future',
      `${instant.iso} lies more than 5 minutes after the hub's clock (${now}). Check the clock.`,
    );
  }
  return {
    fields: {
      event_id: eventIdOf(source, sent.event_id),
      event_type: canonicalEventType(sent.event_type),
      event_version: sent.event_version,
      timestamp: instant.iso,
      occurredMs: instant.ms,
      source_system: source,
      user_id: sent.user_id?.toLowerCase() ?? null,
      session_id: sent.session_id?.toLowerCase() ?? null,
      causation_id: sent.causation_id?.toLowerCase() ?? null,
      correlation_id: sent.correlation_id ?? null,
    },
  };
}
