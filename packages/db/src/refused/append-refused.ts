import type { Sql } from '../postgres/client.ts';

/** An event or a whole body that was refused, with what the sender claims about it. */
export interface RefusedRow {
  readonly refused_id: string;
  readonly received_at: string;
  readonly source_system: string | null;
  readonly event_id: string | null;
  readonly event_type: string | null;
  readonly code: string;
  readonly detail: string;
  readonly pointer: string;
  /** What was sent, or its beginning. */
  readonly raw: Buffer;
  /** Bytes as sent. */
  readonly raw_bytes: number;
  readonly raw_truncated: boolean;
  readonly surface: string;
  readonly format: string;
  readonly key_id: string | null;
}

/** Bytes of one statement: hex doubles them, and a batch may refuse thousands of large events. */
const maxStatementBytes = 4 * 1024 * 1024;

function portionsOf(rows: readonly RefusedRow[]): readonly (readonly RefusedRow[])[] {
  const portions: RefusedRow[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    bytes += row.raw.length;
    if (bytes > maxStatementBytes) {
      portions.push([]);
      bytes = row.raw.length;
    }
    portions.at(-1)?.push(row);
  }
  return portions;
}

/** Keeps refused events. A repeat of the same `refused_id` changes nothing, so the call may be tried again. */
export async function appendRefused(sql: Sql, rows: readonly RefusedRow[]): Promise<void> {
  for (const portion of portionsOf(rows)) await insertPortion(sql, portion);
}

async function insertPortion(sql: Sql, rows: readonly RefusedRow[]): Promise<void> {
  await sql`
    insert into refused_event (refused_id, received_at, source_system, event_id, event_type, code, detail, pointer,
      raw, raw_bytes, raw_truncated, surface, format, key_id)
    select refused_id, received_at, source_system, event_id, event_type, code, detail, pointer,
      decode(raw, 'hex'), raw_bytes, raw_truncated::boolean, surface, format, key_id
    from unnest(
      ${rows.map((row) => row.refused_id)}::uuid[], ${rows.map((row) => row.received_at)}::timestamptz[],
      ${rows.map((row) => row.source_system)}::text[], ${rows.map((row) => row.event_id)}::text[],
      ${rows.map((row) => row.event_type)}::text[], ${rows.map((row) => row.code)}::text[],
      ${rows.map((row) => row.detail)}::text[], ${rows.map((row) => row.pointer)}::text[],
      ${rows.map((row) => row.raw.toString('hex'))}::text[], ${rows.map((row) => row.raw_bytes)}::int[],
      ${rows.map((row) => String(row.raw_truncated))}::text[],
      ${rows.map((row) => row.surface)}::text[], ${rows.map((row) => row.format)}::text[],
      ${rows.map((row) => row.key_id)}::text[]
    ) as sent (refused_id, received_at, source_system, event_id, event_type, code, detail, pointer, raw, raw_bytes, raw_truncated,
      surface, format, key_id)
    on conflict (refused_id) do nothing`;
}
