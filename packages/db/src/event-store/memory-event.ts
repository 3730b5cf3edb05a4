import type { RecordedEvent } from '@activity-hub/contracts/event';
import { laneOf } from '@activity-hub/contracts/lane';
import { encodePosition } from '@activity-hub/contracts/position';
import type { EventToAppend } from './event-store.ts';
import { findUnstorable } from './find-unstorable.ts';
import type { KeptEvent } from './kept-event.ts';

/** The values PostgreSQL would answer in another spelling than they were sent. */
export interface NormalForm {
  readonly lane: number;
  readonly event_id: string;
  readonly timestamp: string;
  readonly received_at: string;
  readonly payload: RecordedEvent['payload'];
  readonly metadata: RecordedEvent['metadata'];
  readonly sent_at: string | null;
  readonly context: RecordedEvent['context'];
}

/** @returns the reason as text when PostgreSQL could not hold the event. */
export function normalForm(event: EventToAppend): NormalForm | string {
  const unstorable = findUnstorable(event);
  if (unstorable !== undefined) return unstorable;
  if (Object.values(event).some((value) => typeof value === 'string' && value.includes('\0'))) return 'NUL in a text';
  const timestamp = utcInstant(event.timestamp);
  const receivedAt = utcInstant(event.received_at);
  const sentAt = event.sent_at === null ? null : utcInstant(event.sent_at);
  if (timestamp === undefined || receivedAt === undefined || sentAt === undefined) return 'not an instant';
  const payload = storableJson(event.payload);
  const metadata = storableJson(event.metadata);
  const context = storableJson(event.context);
  if (payload === undefined || metadata === undefined || context === undefined) return 'not JSON that can be stored';
  const event_id = event.event_id.toLowerCase();
  return {
    lane: laneOf(event),
    event_id,
    timestamp,
    received_at: receivedAt,
    sent_at: sentAt,
    payload,
    metadata,
    context,
  };
}

export function recordedEvent(sent: EventToAppend, form: NormalForm, kept: KeptEvent): RecordedEvent {
  return {
    event_id: form.event_id,
    event_type: sent.event_type,
    event_version: sent.event_version,
    timestamp: form.timestamp,
    source_system: sent.source_system,
    user_id: sent.user_id?.toLowerCase() ?? null,
    session_id: sent.session_id?.toLowerCase() ?? null,
    causation_id: sent.causation_id?.toLowerCase() ?? null,
    correlation_id: sent.correlation_id,
    payload: form.payload,
    metadata: form.metadata,
    origin: sent.origin,
    time_zone: sent.time_zone,
    day: sent.day,
    context: form.context,
    sent_at: form.sent_at,
    received_at: form.received_at,
    recorded_at: kept.recorded_at,
    position: encodePosition(kept),
  };
}

function utcInstant(text: string): string | undefined {
  const match = /^([^.]+?)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/i.exec(text);
  if (match === null) return undefined;
  const [, seconds, fraction = '', offset] = match;
  const instant = Date.parse(`${seconds}${offset}`);
  if (Number.isNaN(instant)) return undefined;
  const digits = fraction.slice(0, 6).replace(/0+$/, '');
  return new Date(instant).toISOString().replace('.000Z', `.${digits.padEnd(digits.length > 3 ? 6 : 3, '0')}Z`);
}

/** jsonb refuses NUL and halves of surrogate pairs, also when they are written as escapes. */
function storableJson(text: string): RecordedEvent['payload'] | undefined {
  let storable = true;
  try {
    const value = JSON.parse(text, (key, part: unknown) => {
      for (const one of [key, part]) {
        if (typeof one === 'string' && (one.includes('\0') || !one.isWellFormed())) storable = false;
      }
      return part;
    });
    return storable ? value : undefined;
  } catch {
    return undefined;
  }
}
