import { isUtf8 } from 'node:buffer';
import type {
  RefusalFault,
  RefusedEvent,
  RefusedRow,
  RefusedState,
} from '@activity-hub/contracts/activity/refused-event';
import type { Statements } from '../postgres/statements.ts';

/** Bytes read for the beginning that a list shows; characters of four bytes at most. */
const beginningBytes = 640;
const beginningCharacters = 160;

export interface RefusedColumns {
  readonly refused_id: string;
  readonly received_at: string;
  readonly source_system: string | null;
  readonly event_id: string | null;
  readonly event_type: string | null;
  readonly code: string;
  readonly detail: string;
  readonly pointer: string;
  readonly group_id: string;
  readonly surface: string;
  readonly format: string;
  readonly key_id: string | null;
  readonly state: RefusedState;
  readonly attempts: number;
  readonly raw_bytes: number;
  readonly raw_truncated: boolean;
  readonly settled_at: string | null;
  readonly settled_by: string | null;
  readonly settled_event_id: string | null;
  readonly settled_position: string | null;
  readonly settled_events: number | null;
  readonly discard_reason: string | null;
}

export interface ListedRefused extends RefusedColumns {
  readonly beginning: Buffer;
}

export interface WholeRefused extends RefusedColumns {
  readonly raw: Buffer;
  readonly repaired: Buffer | null;
  readonly repaired_as_admin: boolean;
  readonly last_fault: RefusalFault | null;
}

export function refusedColumns(sql: Statements) {
  return sql`refused_id, received_at, source_system, event_id, event_type, code, detail, pointer, group_id, surface,
    format, key_id, state, attempts, raw_bytes, raw_truncated, settled_at, settled_by, settled_event_id,
    settled_position, settled_events, discard_reason`;
}

export function listedColumns(sql: Statements) {
  return sql`${refusedColumns(sql)}, substring(raw from 1 for ${beginningBytes}) as beginning`;
}

export function wholeColumns(sql: Statements) {
  return sql`${refusedColumns(sql)}, raw, repaired, repaired_as_admin, last_fault`;
}

/** What a person can read of the first bytes: control and broken characters are left out. */
function readable(beginning: Buffer): string {
  return beginning
    .toString('utf8')
    .replaceAll(/[\p{Cc}\uFFFD]/gu, ' ')
    .toWellFormed()
    .slice(0, beginningCharacters);
}

export function refusedRowOf(columns: RefusedColumns, beginning: Buffer): RefusedRow {
  const { settled_at, settled_by, settled_event_id, settled_position, settled_events, discard_reason } = columns;
  return {
    refused_id: columns.refused_id,
    received_at: columns.received_at,
    source_system: columns.source_system,
    event_id: columns.event_id,
    event_type: columns.event_type,
    code: columns.code,
    detail: columns.detail,
    pointer: columns.pointer,
    group_id: columns.group_id,
    surface: columns.surface,
    format: columns.format,
    key_id: columns.key_id,
    state: columns.state,
    attempts: columns.attempts,
    raw_bytes: columns.raw_bytes,
    raw_truncated: columns.raw_truncated,
    beginning: readable(beginning),
    settlement:
      settled_at === null
        ? null
        : {
            at: settled_at,
            by: settled_by ?? '',
            event_id: settled_event_id,
            position: settled_position,
            events: settled_events,
            reason: discard_reason,
          },
  };
}

/** Bytes that are no text, also where a text was cut inside a character, are shown as base64. */
export function refusedEventOf(whole: WholeRefused): RefusedEvent {
  const encoding = isUtf8(whole.raw) ? 'utf8' : 'base64';
  return {
    ...refusedRowOf(whole, whole.raw.subarray(0, beginningBytes)),
    raw: whole.raw.toString(encoding),
    raw_encoding: encoding,
    repaired: whole.repaired?.toString('utf8') ?? null,
    last_fault: whole.last_fault,
  };
}
