import type { RefusalFault } from '@activity-hub/contracts/activity/refused-event';
import type { RepairVerdict } from '@activity-hub/contracts/activity/refused-repair';
import { HubError } from '@activity-hub/contracts/errors';
import { type EventFormat, eventFormats, type Surface, surfaces } from '@activity-hub/contracts/event-format';
import type { Verdict } from '@activity-hub/contracts/receipt';
import type { WholeRefused } from '@activity-hub/db/refused/refused-row';
import type { RepairOutcome } from '@activity-hub/db/refused/settle-refused';
import type { Ingest } from '../ingest/ingest-events.ts';
import type { IngestRequest, Publisher } from '../ingest/ingest-request.ts';
import { decodeRefused } from './decode-refused.ts';

export interface RepairSources {
  /** An ingest that keeps nothing it refuses: what a repair sends is kept already. */
  readonly ingest: Pick<Ingest, 'take' | 'examine'>;
  /** Undefined: the key may not publish any more. */
  publisherOfKey(keyId: string): Promise<Publisher | undefined>;
}

type Repairable = Pick<WholeRefused, 'refused_id' | 'key_id' | 'surface' | 'format' | 'received_at'>;

/** An attempt as an outcome of the log, or refused once more; `duplicate`: the log held it already. */
export type PublishedRepair = { readonly outcome: RepairOutcome; readonly duplicate: boolean };

const unrestricted: Publisher = { keyId: null, source: null, allows: () => true };

function knownOr<Known extends string>(text: string, all: readonly Known[], otherwise: Known): Known {
  return all.find((one) => one === text) ?? otherwise;
}

/** @throws HubError not_repairable */
async function publisherFor(sources: RepairSources, row: Repairable, asAdmin: boolean): Promise<Publisher> {
  // Without a key it was sent by an admin.
  if (asAdmin || row.key_id === null) return unrestricted;
  const publisher = await sources.publisherOfKey(row.key_id);
  if (publisher !== undefined) return publisher;
  const detail = `The key ${row.key_id} that sent it may not publish any more. Repair it with an admin's rights (as_admin).`;
  throw new HubError('not_repairable', detail, { pointer: '/as_admin' });
}

function requestOf(row: Repairable, publisher: Publisher): IngestRequest {
  return {
    publisher,
    surface: knownOr<Surface>(row.surface, surfaces, 'console'),
    format: knownOr<EventFormat>(row.format, eventFormats, 'event'),
    firstReceivedAt: row.received_at,
  };
}

const nothingInIt: RefusalFault = { code: 'empty_body', detail: 'There is no event in it.', pointer: '' };

/** What publishing a text would become, without publishing it. @throws HubError not_repairable */
export async function examineRepair(
  sources: RepairSources,
  row: Repairable,
  text: Buffer,
  asAdmin: boolean,
): Promise<RepairVerdict> {
  const publisher = await publisherFor(sources, row, asAdmin);
  const decoded = decodeRefused(row.refused_id, text, row.format, { source: publisher.source });
  const refused = (fault: RefusalFault, events = 0): RepairVerdict => ({
    ok: false,
    events,
    event_id: null,
    derived_event_id: false,
    fault,
  });
  if ('fault' in decoded) return refused(decoded.fault);
  if (decoded.events.length === 0) return refused(nothingInIt);
  const prepared = await sources.ingest.examine(decoded.events, requestOf(row, publisher));
  const failed = prepared.find((one) => 'fault' in one);
  if (failed !== undefined) return refused(failed.fault, prepared.length);
  const first = prepared.find((one) => 'event' in one);
  return {
    ok: true,
    events: prepared.length,
    event_id: first?.event.event_id ?? null,
    derived_event_id: decoded.derivedId,
    fault: null,
  };
}

function faultOf(verdict: Verdict): RefusalFault | undefined {
  if (verdict.status === 'accepted' || verdict.status === 'duplicate') return undefined;
  const pointer = verdict.status === 'refused' ? verdict.pointer : '/event_id';
  return { code: verdict.code, detail: verdict.detail, pointer };
}

/**
 * Publishes the text that an attempt kept. However often and by whomever: the ids follow from the text or
 * from the refused event, so the log takes it once and answers every repeat with the first receipt.
 * @throws HubError when it is not known to be refused: overloaded, store_unavailable, not_repairable
 */
export async function publishRepair(sources: RepairSources, row: WholeRefused): Promise<PublishedRepair> {
  const { refused_id, repaired } = row;
  if (repaired === null) throw new Error(`The repair of ${refused_id} kept no text.`);
  const publisher = await publisherFor(sources, row, row.repaired_as_admin);
  const decoded = decodeRefused(refused_id, repaired, row.format, { source: publisher.source });
  const refused = (fault: RefusalFault): PublishedRepair => ({ outcome: { refused_id, fault }, duplicate: false });
  if ('fault' in decoded) return refused(decoded.fault);
  const verdicts = await sources.ingest.take(decoded.events, requestOf(row, publisher));
  const fault = verdicts.map(faultOf).find((one) => one !== undefined);
  if (fault !== undefined) return refused(fault);
  const first = verdicts.find((verdict) => 'receipt' in verdict);
  if (first === undefined) return refused(nothingInIt);
  const { event_id, position } = first.receipt;
  const duplicate = verdicts.every((verdict) => verdict.status === 'duplicate');
  return { outcome: { refused_id, event_id, position, events: verdicts.length }, duplicate };
}
