import { randomUUID } from 'node:crypto';
import type { ErrorCode } from '@activity-hub/contracts/errors';
import type { EventFormat, Surface } from '@activity-hub/contracts/event-format';
import type { RefusedRow } from '@activity-hub/db/refused/append-refused';
import type { Arrival } from './arrival.ts';
import type { Fault } from './fault.ts';

/** Bytes kept of a refused event or body. */
export const maxKeptBytes = 256 * 1024;
const maxClaimLength = 255;

/** A refused event on its way into the table of refused events. What the sender claims is cut, never trusted. */
export interface RefusedToKeep extends RefusedRow {
  readonly code: ErrorCode;
  readonly surface: Surface;
  readonly format: EventFormat;
}

function claim(value: unknown, field: string): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const text = (value as Readonly<Record<string, unknown>>)[field];
  if (typeof text !== 'string') return null;
  // Claims are shown in lists: NUL and lone surrogates would make the row itself unstorable.
  return text.slice(0, maxClaimLength).replaceAll('\0', '').toWellFormed();
}

/** @param value what was parsed, for its claims */
export function refusedToKeep(
  value: unknown,
  bytes: Buffer,
  fault: Fault,
  { request, receivedAt }: Pick<Arrival, 'request' | 'receivedAt'>,
): RefusedToKeep {
  return {
    refused_id: randomUUID(),
    received_at: receivedAt,
    source_system: claim(value, 'source_system') ?? request.publisher.source,
    event_id: claim(value, 'event_id'),
    event_type: claim(value, 'event_type'),
    code: fault.code,
    detail: fault.detail.replaceAll('\0', '').toWellFormed(),
    pointer: fault.pointer.replaceAll('\0', '').toWellFormed(),
    raw: bytes.length > maxKeptBytes ? bytes.subarray(0, maxKeptBytes) : bytes,
    raw_bytes: bytes.length,
    raw_truncated: bytes.length > maxKeptBytes,
    surface: request.surface,
    format: request.format,
    key_id: request.publisher.keyId,
  };
}
