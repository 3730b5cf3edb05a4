import type { Act } from '@activity-hub/contracts/access/act';
import type { CorrectionAnswer, Replacing, Voiding } from '@activity-hub/contracts/activity/event-correction';
import type { CorrectionPorts } from '@activity-hub/contracts/api/corrections-ports';
import { canonicalJson } from '@activity-hub/contracts/canonical-form';
import { HubError } from '@activity-hub/contracts/errors';
import type { Json, JsonObject, RecordedEvent } from '@activity-hub/contracts/event';
import { encodePosition } from '@activity-hub/contracts/position';
import { getCorrection } from '@activity-hub/db/corrections/get-correction';
import type { EventStore } from '@activity-hub/db/event-store/event-store';
import type { Sql } from '@activity-hub/db/postgres/client';
import type { AuditLog } from '../auth/audit/audit-log.ts';
import { publisherOf } from '../auth/publisher-of.ts';
import { decodeBody } from '../ingest/decode-body.ts';
import type { Ingest } from '../ingest/ingest-events.ts';
import { type CorrectionOrder, correctionEvent, correctionIdOf, replacementIdOf } from './correction-event.ts';

export interface CorrectionSources {
  readonly sql: Sql;
  readonly log: Pick<EventStore, 'append' | 'get'>;
  readonly audit: AuditLog;
  /** Absent in a process that takes no events: it cannot publish a replacement. */
  readonly ingest: Pick<Ingest, 'take'> | undefined;
  readonly now: () => number;
}

/** Taking events back: the log is immutable, so a correction is an event behind its target. */
export function createCorrectionPorts(sources: CorrectionSources): CorrectionPorts {
  return {
    async voidEvent({ event_id, reason }: Voiding, act) {
      const target = await correctable(sources, event_id, act);
      return await append(sources, { target, reason }, act);
    },
    async replaceEvent(wanted: Replacing, act) {
      const target = await correctable(sources, wanted.event_id, act);
      const replacedBy = await publishReplacement(sources, target, wanted, act);
      return await append(sources, { target, reason: wanted.reason, replacedBy }, act);
    },
    async stateOf(eventId) {
      if ((await sources.log.get(eventId)) === undefined) throw notFound();
      const row = await getCorrection(sources.sql, eventId);
      if (row === undefined) return { correction: null };
      const { kind, corrected_by, reason, recorded_at, replaced_by } = row;
      return { correction: { kind, correction_id: corrected_by, reason, recorded_at, replaced_by } };
    },
  };
}

const notFound = (): HubError => new HubError('not_found', 'There is no event with this id.', { pointer: '/event_id' });

/** @throws HubError when this caller may not take this event back, or nobody may */
async function correctable({ log }: CorrectionSources, eventId: string, { actor }: Act): Promise<RecordedEvent> {
  const target = await log.get(eventId);
  if (target === undefined) throw notFound();
  const { source } = publisherOf(actor);
  if (source !== null && source !== target.source_system) {
    const detail = `The event came from ${target.source_system}; this key speaks for ${source}. An admin may take it back.`;
    throw new HubError('source_not_allowed', detail, { pointer: '/event_id' });
  }
  if (target.origin === 'producer') return target;
  const detail =
    'The hub made this event from others: take those back, and it follows. A correction itself stays in the log.';
  throw new HubError('not_correctable', detail, { pointer: '/event_id' });
}

/** Publishes what counts instead, through the whole of ingest. @returns its id */
async function publishReplacement(
  { ingest }: CorrectionSources,
  target: RecordedEvent,
  { event }: Replacing,
  { actor }: Act,
): Promise<string> {
  if (ingest === undefined)
    throw new HubError('not_found', 'This hub process takes no events. Ask one with the role ingest.');
  const { event_type, event_version, timestamp, payload, metadata, source_system, user_id, session_id } = target;
  const { causation_id, correlation_id, time_zone } = target;
  const kept = { event_type, event_version, timestamp, payload, metadata: { ...metadata, time_zone } };
  const fixed = { source_system, user_id, session_id, causation_id, correlation_id };
  const whole = { ...kept, ...event, ...fixed } as JsonObject;
  const text = canonicalJson({ ...whole, event_id: replacementIdOf(target, canonicalJson(event as Json)) });
  const decoded = decodeBody(Buffer.from(text), 'single');
  if ('fault' in decoded) throw new HubError(decoded.fault.code, decoded.fault.detail, { pointer: '/event' });
  const [verdict] = await ingest.take(decoded.events, {
    publisher: publisherOf(actor),
    surface: 'rest',
    format: 'event',
  });
  if (verdict === undefined) throw new Error('The replacement got no verdict.');
  if ('receipt' in verdict) return verdict.receipt.event_id;
  const pointer = verdict.status === 'refused' ? `/event${verdict.pointer}` : '/event';
  throw new HubError('not_correctable', `The replacement was not taken: ${verdict.detail}`, { pointer });
}

async function append(
  sources: CorrectionSources,
  order: CorrectionOrder,
  { actor, request_id }: Act,
): Promise<CorrectionAnswer> {
  const { sql, log, audit, now } = sources;
  const { target, reason, replacedBy } = order;
  const known = await getCorrection(sql, target.event_id);
  if (known !== undefined && known.corrected_by !== correctionIdOf(order)) {
    const detail = `The event was ${known.kind} on ${known.recorded_at}: an event is taken back once.`;
    throw new HubError('already_corrected', detail, { pointer: '/event_id' });
  }
  if (known === undefined) {
    const action = replacedBy === undefined ? 'event.voided' : 'event.replaced';
    const after = { reason, ...(replacedBy === undefined ? {} : { replaced_by: replacedBy }) };
    const subject = `event:${target.event_id}`;
    await audit.record({ caller: actor, action, subject, after, requestId: request_id });
  }
  // A repeat with other words is the same correction: the first ones stay.
  const event = correctionEvent({ ...order, reason: known?.reason ?? reason }, new Date(now()).toISOString());
  const [outcome] = await log.append([event]);
  if (outcome?.status !== 'accepted' && outcome?.status !== 'duplicate')
    throw new Error(`A correction was not appended: ${outcome?.status}.`);
  return {
    event_id: target.event_id,
    correction_id: event.event_id,
    position: encodePosition(outcome.position),
    replaced_by: replacedBy ?? null,
    duplicate: outcome.status === 'duplicate',
  };
}
