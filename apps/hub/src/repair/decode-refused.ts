import type { EventFormat } from '@activity-hub/contracts/event-format';
import { eventFormats } from '@activity-hub/contracts/event-format';
import { uuidV5 } from '@activity-hub/contracts/uuid-v5';
import type { AdapterContext } from '../ingest/adapters/adapter.ts';
import { adapterOf } from '../ingest/adapters/adapter-of.ts';
import { type DecodedBody, decodeBody, type SentEvent } from '../ingest/decode-body.ts';
import { decodeForeign } from '../ingest/decode-foreign.ts';

/** The namespace of ids that repaired events get because they had none. Fixed for ever: another one would load them twice. */
export const REPAIRED_ID_NAMESPACE = '0d3f7c52-8b1e-5a64-b7c9-51e2d94f6a08';
const maxSentId = 255;

export type DecodedRefused =
  | { readonly events: readonly SentEvent[]; readonly derivedId: boolean }
  | Extract<DecodedBody, { fault: unknown }>;

function isFormat(text: string): text is EventFormat {
  return eventFormats.some((format) => format === text);
}

/** A whole batch is kept when it could not be read as one: so a list is a batch here, and anything else one event. */
function decode(bytes: Buffer, format: string, context: AdapterContext): DecodedBody {
  const adapter = isFormat(format) ? adapterOf(format, context) : undefined;
  const read = (shape: 'single' | 'batch'): DecodedBody =>
    adapter === undefined ? decodeBody(bytes, shape) : decodeForeign(bytes, shape, adapter);
  const batch = read('batch');
  return 'fault' in batch && batch.fault.code === 'not_a_batch' ? read('single') : batch;
}

function hasUsableId(value: object): boolean {
  const { event_id: id } = value as { readonly event_id?: unknown };
  return typeof id === 'string' && id.length > 0 && id.length <= maxSentId;
}

/**
 * The events of a repaired text. One whose id is missing or not usable gets an id that follows from the
 * refused event and from nothing else, so that it stays the same however often it is repaired.
 */
export function decodeRefused(
  refusedId: string,
  bytes: Buffer,
  format: string,
  context: AdapterContext,
): DecodedRefused {
  const decoded = decode(bytes, format, context);
  if ('fault' in decoded) return decoded;
  let derivedId = false;
  const events = decoded.events.map((sent, index): SentEvent => {
    const { value, keys } = sent;
    if (sent.fault !== undefined || typeof value !== 'object' || value === null || Array.isArray(value)) return sent;
    if (hasUsableId(value)) return sent;
    derivedId = true;
    const event_id = uuidV5(REPAIRED_ID_NAMESPACE, index === 0 ? refusedId : `${refusedId}:${index}`);
    const counted = keys === undefined || 'event_id' in value ? keys : keys + 1;
    return { ...sent, value: { ...value, event_id }, keys: counted };
  });
  return { events, derivedId };
}
