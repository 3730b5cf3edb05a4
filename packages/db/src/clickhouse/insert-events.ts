import { Readable } from 'node:stream';
import { categoryOf } from '@activity-hub/contracts/topic';
import type { ClickHouseClient } from '@clickhouse/client';
import type { LaneEvent } from '../event-store/event-store.ts';

export interface ProjectedEvent extends LaneEvent {
  readonly lane: number;
  /** It was taken back: the row replaces the one that was written when it counted. */
  readonly corrected?: boolean;
}

/** Rows are encoded as they are sent: 20,000 at once would be one giant string, and 150 ms in which nothing else runs. */
const rowsPerSlice = 1_000;

const columns =
  'lane, offset, version, event_id, event_type, category, event_version, occurred_at, received_at, recorded_at, day, time_zone, ' +
  'source_system, user_id, session_id, causation_id, correlation_id, origin, payload, metadata, sent_at, context, ' +
  'corrected';

function rowOf({ lane, offset, event, corrected = false }: ProjectedEvent): string {
  return JSON.stringify({
    lane,
    offset,
    version: corrected ? 2 : 1,
    event_id: event.event_id,
    event_type: event.event_type,
    category: categoryOf(event.event_type),
    event_version: event.event_version,
    occurred_at: event.timestamp,
    received_at: event.received_at,
    recorded_at: event.recorded_at,
    day: event.day,
    time_zone: event.time_zone,
    source_system: event.source_system,
    user_id: event.user_id,
    session_id: event.session_id,
    causation_id: event.causation_id,
    correlation_id: event.correlation_id,
    origin: event.origin,
    payload: JSON.stringify(event.payload),
    metadata: JSON.stringify(event.metadata),
    sent_at: event.sent_at,
    context: JSON.stringify(event.context),
    corrected: Number(corrected),
  });
}

function* encodedSlices(events: readonly ProjectedEvent[]): Generator<Buffer> {
  for (let at = 0; at < events.length; at += rowsPerSlice) {
    yield Buffer.from(
      `${events
        .slice(at, at + rowsPerSlice)
        .map(rowOf)
        .join('\n')}\n`,
    );
  }
}

/**
 * Inserts events in one statement. Repeating it with the same events changes nothing that is read with
 * FINAL. Ready-made bytes go through `exec`: `insert` takes object streams only and would encode every
 * row on its own.
 */
export async function insertEvents(
  client: ClickHouseClient,
  events: readonly ProjectedEvent[],
  signal?: AbortSignal,
): Promise<void> {
  if (events.length === 0) return;
  const { stream } = await client.exec({
    query: `INSERT INTO event (${columns}) FORMAT JSONEachRow`,
    values: Readable.from(encodedSlices(events), { objectMode: false }),
    ...(signal === undefined ? {} : { abort_signal: signal }),
  });
  for await (const _ of stream);
}
