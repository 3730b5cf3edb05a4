import postgres from 'postgres';
import type { Sql } from '../postgres/client.ts';
import { isMissingPartition, retryPassing } from '../postgres/retry-passing.ts';
import type { AppendResult } from './append-rounds.ts';
import { type EventBatch, eventBatch } from './event-batch.ts';
import { saltAt } from './event-digest.ts';
import type { EventToAppend } from './event-store.ts';
import { findUnstorable } from './find-unstorable.ts';
import type { RepeatForecast } from './repeat-forecast.ts';

/** What `append_events` answers: a touched lane (item null), or a repeated id. */
interface AppendedRow {
  readonly item: number | null;
  readonly lane: number;
  readonly offset: number;
  readonly recorded_at: string;
  readonly salt: Buffer | null;
  readonly digest: Buffer | null;
  readonly source_system: string | null;
  readonly erased: boolean | null;
}

/**
 * Appends events with distinct ids. A value the database cannot hold fails the whole call, so the
 * batch is halved until the guilty event stands alone; its neighbours are stored.
 */
export async function appendEvents(
  sql: Sql,
  events: readonly EventToAppend[],
  forecast: RepeatForecast,
): Promise<readonly AppendResult[]> {
  const unstorable = events.map(findUnstorable);
  const storable = events.filter((_, at) => unstorable[at] === undefined);
  const stored = (await appendOrHalve(sql, storable, forecast)).values();
  return unstorable.map((detail) => {
    if (detail !== undefined) return { status: 'refused', detail };
    const next = stored.next();
    if (next.done) throw new Error('the append answered for fewer events than it was given');
    return next.value;
  });
}

async function appendOrHalve(
  sql: Sql,
  events: readonly EventToAppend[],
  forecast: RepeatForecast,
): Promise<readonly AppendResult[]> {
  if (events.length === 0) return [];
  try {
    const batch = eventBatch(events);
    return resultsOf(events, batch, await appendBatch(sql, batch, forecast));
  } catch (error) {
    if (!isDataError(error)) throw error;
    if (events.length === 1) return [{ status: 'refused', detail: error.message.slice(0, 500) }];
    const middle = events.length >> 1;
    const before = await appendOrHalve(sql, events.slice(0, middle), forecast);
    return [...before, ...(await appendOrHalve(sql, events.slice(middle), forecast))];
  }
}

/** Only the first attempt may expect that every id is new: after it, the look finds whoever was first. */
async function appendBatch(sql: Sql, batch: EventBatch, forecast: RepeatForecast): Promise<readonly AppendedRow[]> {
  let looksFirst = forecast.expectsRepeats();
  const rows = await retryPassing(sql, () => {
    const expecting = looksFirst ? 'look first' : 'all new';
    looksFirst = true;
    return selectAppend(sql, batch, expecting);
  });
  forecast.learn(rows.some((row) => row.item !== null));
  return rows;
}

/** Classes 22 (data), 23 (a missing or forbidden value) and 54 (nested or sized beyond the server's bounds). */
function isDataError(error: unknown): error is postgres.PostgresError {
  if (!(error instanceof postgres.PostgresError) || isMissingPartition(error)) return false;
  // A unique violation is no fault of the event: an id that is taken is looked up, and beside it only a broken
  // lane can cause one, which must not pass for a refusal.
  return /^(22|23|54)/.test(error.code) && error.code !== '23505';
}

/** One call of the server function: a transaction of its own, unless the client is inside one. */
export async function selectAppend(
  sql: Sql,
  { parameters: p, ranks }: EventBatch,
  expecting: 'all new' | 'look first',
): Promise<readonly AppendedRow[]> {
  // Cast by way of text: otherwise postgres.js learns that the parameter is an array and serialises it itself.
  return sql<AppendedRow[]>`
    select item, lane, "offset", recorded_at, salt, digest, source_system, erased from append_events(
      ${p.ids}::text::uuid[], ${p.lanes}::text::smallint[], ${p.salts}::text::bytea, ${p.digests}::text::bytea,
      ${p.types}::text::text[], ${p.versions}::text::text[], ${p.occurred}::text::timestamptz[],
      ${p.received}::text::timestamptz[], ${p.days}::text::date[], ${p.zones}::text::text[],
      ${p.sources}::text::text[], ${p.origins}::text::text[], ${p.users}::text::uuid[],
      ${p.sessions}::text::uuid[], ${p.causations}::text::uuid[], ${p.correlations}::text::text[],
      ${p.payloads}::text, ${p.metadatas}::text,
      ${p.sents}::text::timestamptz[], ${p.contexts}::text,
      ${expecting === 'all new' ? ranks : null}::text::int[])`;
}

function resultsOf(
  events: readonly EventToAppend[],
  batch: EventBatch,
  rows: readonly AppendedRow[],
): readonly AppendResult[] {
  const repeats = new Map<number, AppendResult>();
  const lanes = new Map<number, { last: number; recorded_at: string }>();
  for (const row of rows) {
    if (row.item === null) lanes.set(row.lane, { last: row.offset, recorded_at: row.recorded_at });
    else repeats.set(row.item - 1, repeatOf(row));
  }
  return events.map((event, at) => {
    const repeat = repeats.get(at);
    if (repeat !== undefined) return repeat;
    const lane = batch.lanes[at];
    const place = lane === undefined ? undefined : lanes.get(lane);
    const digest = batch.digests[at];
    if (lane === undefined || place === undefined || digest === undefined) {
      throw new Error(`the append gave no place to event ${event.event_id}`);
    }
    place.last += 1;
    const kept = { lane, offset: place.last, recorded_at: place.recorded_at, digest, salt: saltAt(batch.salts, at) };
    return { status: 'stored', fresh: true, kept: { ...kept, source_system: event.source_system, erased: false } };
  });
}

function repeatOf(row: AppendedRow): AppendResult {
  const kept = {
    lane: row.lane,
    offset: row.offset,
    recorded_at: row.recorded_at,
    salt: row.salt,
    digest: row.digest?.toString('hex') ?? '',
    source_system: row.source_system ?? '',
    erased: row.erased === true,
  };
  return { status: 'stored', fresh: false, kept };
}
