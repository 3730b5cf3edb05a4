import { isUtf8 } from 'node:buffer';
import type { RefusedEvent } from '@activity-hub/contracts/receipt';
import type { Sql } from '../postgres/client.ts';
import { type ExactInstant, exactInstant } from './exact-instant.ts';
import type { Keyset } from './keyset.ts';

export interface RefusedFilter {
  readonly code?: string | undefined;
  readonly source?: string | undefined;
  readonly from?: ExactInstant | undefined;
  readonly to?: ExactInstant | undefined;
  readonly after?: Keyset | undefined;
  readonly limit: number;
}

export type RefusedRow = Omit<RefusedEvent, 'raw' | 'raw_encoding'> & {
  readonly raw: Buffer;
};

/** Refused events, newest first by (received_at, refused_id), with one row more than the limit. */
export async function listRefused(sql: Sql, filter: RefusedFilter): Promise<readonly RefusedRow[]> {
  return sql<RefusedRow[]>`
    select refused_id, source_system, event_id, event_type, code, detail, pointer, raw, raw_truncated, received_at
    from refused_event
    where true
      ${filter.code === undefined ? sql`` : sql`and refused_event.code = ${filter.code}`}
      ${filter.source === undefined ? sql`` : sql`and refused_event.source_system = ${filter.source}`}
      ${filter.from === undefined ? sql`` : sql`and refused_event.received_at >= ${filter.from}::text::timestamptz`}
      ${filter.to === undefined ? sql`` : sql`and refused_event.received_at < ${filter.to}::text::timestamptz`}
      ${
        filter.after === undefined
          ? sql``
          : sql`and (refused_event.received_at, refused_event.refused_id) < (${filter.after.at}::text::timestamptz, ${filter.after.id}::text::uuid)`
      }
    order by refused_event.received_at desc, refused_event.refused_id desc
    limit ${filter.limit + 1}`;
}

/** Bytes that are no text, also where a text was cut inside a character, are shown as base64. */
export function refusedEventOf({ raw, ...row }: RefusedRow): RefusedEvent {
  const encoding = isUtf8(raw) ? 'utf8' : 'base64';
  return { ...row, raw: raw.toString(encoding), raw_encoding: encoding };
}

export function keysetOfRefused(row: RefusedRow): Keyset {
  return { at: exactInstant(row.received_at), id: row.refused_id };
}
