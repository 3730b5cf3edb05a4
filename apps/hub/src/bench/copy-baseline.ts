import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { connectPostgres } from '@activity-hub/db/postgres/client';
import { benchEvent } from './bench-events.ts';

const csvText = (text: string): string => `"${text.replaceAll('"', '""')}"`;

function* csvLines(count: number, nowMs: number): Generator<string> {
  for (let n = 0; n < count; n++) {
    const event = benchEvent('copy', n, nowMs);
    yield `${[
      event.event_id,
      event.event_type,
      event.event_version,
      event.timestamp,
      event.source_system,
      event.user_id ?? '',
      event.session_id ?? '',
      csvText(JSON.stringify(event.payload)),
      csvText(JSON.stringify(event.metadata)),
    ].join(',')}\n`;
  }
}

/**
 * Rows per second of a bare server-side `COPY … FROM` a CSV file, one connection, into a table with
 * the mission's columns and its three indexes, in the same PostgreSQL: what storing alone costs at
 * the least. The file must be readable by the server, so it lies in the temporary folder, world-readable.
 */
export async function copyBaseline(databaseUrl: string, count: number): Promise<number> {
  const file = path.join(tmpdir(), `hub-bench-copy-${process.pid}.csv`);
  await pipeline(csvLines(count, Date.now()), createWriteStream(file, { mode: 0o644 }));
  const sql = connectPostgres(databaseUrl, { max: 1, name: 'bench-copy' });
  try {
    await sql`drop table if exists bench_copy`;
    await sql`
      create table bench_copy (
        event_id uuid primary key, event_type varchar not null, event_version varchar not null,
        "timestamp" timestamptz not null, source_system varchar not null, user_id uuid, session_id uuid,
        payload jsonb not null, metadata jsonb, created_at timestamptz default now())`;
    await sql`create index on bench_copy (user_id, "timestamp" desc)`;
    await sql`create index on bench_copy (event_type, "timestamp" desc)`;
    await sql`create index on bench_copy ("timestamp" desc)`;
    await sql`checkpoint`;
    const begun = performance.now();
    await sql.unsafe(
      `copy bench_copy (event_id, event_type, event_version, "timestamp", source_system, user_id, session_id, payload, metadata)
       from '${file}' with (format csv)`,
    );
    const seconds = (performance.now() - begun) / 1000;
    await sql`drop table bench_copy`;
    return count / seconds;
  } finally {
    await sql.end();
    await rm(file, { force: true });
  }
}
