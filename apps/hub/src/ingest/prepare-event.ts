import { dayIn } from '@activity-hub/contracts/calendar';
import { canonicalFormOf, canonicalJson } from '@activity-hub/contracts/canonical-form';
import { type ActivityEvent, EVENT_LIMITS } from '@activity-hub/contracts/event';
import type { EventToAppend } from '@activity-hub/db/event-store/event-store';
import type { Arrival } from './arrival.ts';
import { type CanonicalWalk, canonicalWalk } from './canonical-walk.ts';
import type { Fault } from './fault.ts';
import { joinedObject } from './joined-object.ts';
import { addContext, type Draft, type Step } from './steps/step.ts';
import { judgingSteps, readingSteps } from './steps/steps.ts';

/** `keys`: how many keys the parsed event has, to be compared with the key tokens of its text. */
export type PreparedEvent = { readonly event: EventToAppend; readonly keys: number } | { readonly fault: Fault };

function tooDeep(pointer: string): { fault: Fault } {
  return { fault: { code: 'too_deep', pointer, detail: `Nest at most ${EVENT_LIMITS.maxDepth} objects and arrays.` } };
}

/** Until a step has filled it. */
const unfilled = {} as Draft['fields'];

function run(
  steps: readonly Step[],
  draft: Draft,
  arrival: Arrival,
): Fault | { readonly redirect: string } | undefined {
  for (const step of steps) {
    const answer = step.run(draft, arrival);
    if (answer === 'ok') continue;
    return 'refuse' in answer ? answer.refuse : answer;
  }
  return undefined;
}

/** One redirect and no more: a successor that has a successor is a mistake in the registry, told as such. */
function judge(draft: Draft, arrival: Arrival): Fault | undefined {
  const first = run(judgingSteps, draft, arrival);
  if (first === undefined || 'code' in first) return first;
  addContext(draft, 'redirected_from', draft.eventType);
  draft.eventType = first.redirect;
  const second = run(judgingSteps, draft, arrival);
  if (second === undefined || 'code' in second) return second;
  const detail = `${draft.fields.event_type} leads to ${draft.eventType}, which leads on to ${second.redirect}. Publish ${second.redirect}.`;
  return { code: 'unknown_event_type', pointer: '/event_type', detail };
}

function recorded(draft: Draft, payload: CanonicalWalk, metadata: CanonicalWalk, arrival: Arrival): EventToAppend {
  const { fields, zone, context } = draft;
  const texts = { payloadJson: joinedObject(payload.text), metadataJson: joinedObject(metadata.text) };
  return {
    event_id: fields.event_id,
    event_type: draft.eventType,
    event_version: fields.event_version,
    timestamp: fields.timestamp,
    source_system: fields.source_system,
    user_id: fields.user_id,
    session_id: fields.session_id,
    causation_id: fields.causation_id,
    correlation_id: fields.correlation_id,
    payload: texts.payloadJson,
    metadata: texts.metadataJson,
    origin: 'producer',
    time_zone: zone,
    day: zone === 'UTC' ? fields.timestamp.slice(0, 10) : dayIn(zone, fields.occurredMs),
    received_at: arrival.receivedAt,
    sent_at: arrival.request.sentAt ?? null,
    context: context === undefined ? arrival.contextText : canonicalJson({ ...arrival.context, ...context }),
    // A time that the hub filled in differs from try to try, and a retry must stay a duplicate.
    canonical: joinedObject(
      canonicalFormOf(draft.timestampIsOurs ? { ...fields, ...texts, timestamp: '' } : { ...fields, ...texts }),
    ),
  };
}

/**
 * Everything between parsing and the event log, for one event: the steps, the canonical form that the
 * digest is made of (what the producer said, whatever the steps added), and the calendar day.
 */
export function prepareEvent(value: unknown, arrival: Arrival): PreparedEvent {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { fault: { code: 'not_an_object', pointer: '', detail: 'Send an event as a JSON object.' } };
  }
  const draft: Draft = {
    sent: value as ActivityEvent,
    fields: unfilled,
    eventType: '',
    zone: '',
    timestampIsOurs: false,
    context: undefined,
  };
  const unreadable = run(readingSteps, draft, arrival);
  if (unreadable !== undefined && 'code' in unreadable) return { fault: unreadable };
  const fault = judge(draft, arrival);
  if (fault !== undefined) return { fault };
  const payload = canonicalWalk(draft.sent.payload, EVENT_LIMITS.maxDepth);
  if (payload === undefined) return tooDeep('/payload');
  const metadata = canonicalWalk(draft.sent.metadata ?? {}, EVENT_LIMITS.maxDepth);
  if (metadata === undefined) return tooDeep('/metadata');
  return {
    event: recorded(draft, payload, metadata, arrival),
    keys: Object.keys(value).length + payload.keys + metadata.keys,
  };
}
