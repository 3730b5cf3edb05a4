import { type EventBatch, eventBatch } from '../event-store/event-batch.ts';
import type { EventToAppend } from '../event-store/event-store.ts';
import type { Sql } from '../postgres/client.ts';
import { retryPassing } from '../postgres/retry-passing.ts';
import { bareArray, joinedJson, quotedArray } from '../postgres/text-array.ts';
import type { FaultRow, FinishedBatch, InboxRow, MetricReset, MetricRow, StateRow } from './consumer-store.ts';
import { frontParameters } from './front-parameters.ts';
import { groupByFront, isCalendarKind } from './group-by-front.ts';

/**
 * Checkpoints, states, findings, metrics and derived events of batches of one processor in one statement: all of it, or
 * nothing.
 * @param batches at least one, of different lanes
 * @returns false, when the checkpoint of one of them was moved by somebody else
 * @throws when two of them are of one lane, or hold states of one key
 */
export async function finishBatches(sql: Sql, batches: readonly FinishedBatch[]): Promise<boolean> {
  if (new Set(batches.map(({ lane }) => lane)).size < batches.length)
    throw new Error('Two batches of one lane follow one another; they cannot be finished together.');
  const gone = batches.flatMap((batch) => batch.gone);
  const goneWindows = gone.filter(({ window_kind }) => isCalendarKind(window_kind));
  const goneRows = gone.filter(({ window_kind }) => !isCalendarKind(window_kind)).map(goneRow);
  const held = groupByFront(batches.flatMap((batch) => batch.states));
  const parameters = {
    batches: batchParameters(batches),
    states: stateParameters(goneRows.length === 0 ? held.rest : [...held.rest, ...goneRows]),
    windows: frontParameters(held.fronts, goneWindows),
    findings: JSON.stringify(batches.flatMap((batch) => batch.findings)),
    metrics: metricParameters(batches.flatMap((batch) => batch.metrics)),
    derived: eventBatch(firstOfEachId(batches.flatMap((batch) => batch.derived))).parameters,
    faults: faultParameters(batches.flatMap((batch) => batch.faults)),
    inbox: inboxParameters(batches.flatMap((batch) => batch.inbox)),
    resets: resetParameters(batches.flatMap((batch) => batch.resets)),
  };
  return await retryPassing(sql, () => selectFinish(sql, parameters));
}

/** The append takes an id once per call. The id says what caused it, so a second one is the same event. */
function firstOfEachId(events: readonly EventToAppend[]): readonly EventToAppend[] {
  return [...new Map(events.toReversed().map((event) => [event.event_id, event])).values()].toReversed();
}

/** A row that says its state is to be removed. */
function goneRow(key: FinishedBatch['gone'][number]): StateRow {
  return {
    ...key,
    user_id: null,
    state: 'null',
    view: null,
    deadline_at: null,
    last_event_id: null,
    last_occurred_at: null,
    last_recorded_at: null,
    time_zone: '',
    correlation_id: null,
    causation_depth: 0,
    fired_until: null,
  };
}

function batchParameters(batches: readonly FinishedBatch[]) {
  return {
    processor: batches[0]?.processor ?? '',
    version: batches[0]?.version ?? '',
    lanes: bareArray(batches.map((batch) => batch.lane)),
    froms: bareArray(batches.map((batch) => batch.from)),
    tos: bareArray(batches.map((batch) => batch.to)),
    derivesAfter: bareArray(batches.map((batch) => batch.derives_after)),
    completes: bareArray(batches.map((batch) => batch.complete_through)),
  };
}

function stateParameters(states: readonly StateRow[]) {
  return {
    lanes: bareArray(states.map((row) => row.lane)),
    keys: quotedArray(states.map((row) => row.key)),
    kinds: quotedArray(states.map((row) => row.window_kind)),
    starts: quotedArray(states.map((row) => row.window_start)),
    users: bareArray(states.map((row) => row.user_id)),
    states: joinedJson(states.map((row) => row.state)),
    views: joinedJson(states.map((row) => row.view ?? 'null')),
    deadlines: bareArray(states.map((row) => row.deadline_at)),
    lastIds: bareArray(states.map((row) => row.last_event_id)),
    lastOccurred: bareArray(states.map((row) => row.last_occurred_at)),
    lastRecorded: bareArray(states.map((row) => row.last_recorded_at)),
    zones: quotedArray(states.map((row) => row.time_zone)),
    correlations: quotedArray(states.map((row) => row.correlation_id)),
    depths: bareArray(states.map((row) => row.causation_depth)),
    fired: bareArray(states.map((row) => row.fired_until)),
  };
}

function metricParameters(metrics: readonly MetricRow[]) {
  return {
    times: bareArray(metrics.map((row) => row.at)),
    users: bareArray(metrics.map((row) => row.user_id)),
    types: quotedArray(metrics.map((row) => row.metric)),
    values: bareArray(metrics.map((row) => row.value)),
  };
}

function faultParameters(faults: readonly FaultRow[]) {
  return {
    ids: bareArray(faults.map((row) => row.event_id)),
    lanes: bareArray(faults.map((row) => row.lane)),
    offsets: bareArray(faults.map((row) => row.offset)),
    reasons: quotedArray(faults.map((row) => row.reason)),
  };
}

function inboxParameters(inbox: readonly InboxRow[]) {
  return {
    buckets: bareArray(inbox.map((row) => row.bucket)),
    keys: quotedArray(inbox.map((row) => row.key)),
    lanes: bareArray(inbox.map((row) => row.lane)),
    offsets: bareArray(inbox.map((row) => row.offset)),
  };
}

function resetParameters(resets: readonly MetricReset[]) {
  return {
    users: bareArray(resets.map((row) => row.user_id)),
    froms: bareArray(resets.map((row) => row.from)),
    tos: bareArray(resets.map((row) => row.to)),
  };
}

interface FinishParameters {
  readonly batches: ReturnType<typeof batchParameters>;
  readonly states: ReturnType<typeof stateParameters>;
  readonly windows: ReturnType<typeof frontParameters>;
  readonly findings: string;
  readonly metrics: ReturnType<typeof metricParameters>;
  readonly derived: EventBatch['parameters'];
  readonly faults: ReturnType<typeof faultParameters>;
  readonly inbox: ReturnType<typeof inboxParameters>;
  readonly resets: ReturnType<typeof resetParameters>;
}

async function selectFinish(sql: Sql, parameters: FinishParameters): Promise<boolean> {
  const {
    batches: b,
    states: s,
    windows: w,
    findings,
    metrics: m,
    derived: d,
    faults: f,
    inbox: i,
    resets: r,
  } = parameters;
  const [row] = await sql<{ finished: boolean }[]>`
    select finish_batches(${b.processor}, ${b.version}, ${b.lanes}::text::smallint[], ${b.froms}::text::bigint[],
      ${b.tos}::text::bigint[], ${b.derivesAfter}::text::bigint[], ${b.completes}::text::timestamptz[],
      ${s.lanes}::text::smallint[],
      ${s.keys}::text::text[], ${s.kinds}::text::text[], ${s.starts}::text::text[], ${s.users}::text::uuid[],
      ${s.states}::text, ${s.views}::text, ${s.deadlines}::text::timestamptz[], ${s.lastIds}::text::uuid[],
      ${s.lastOccurred}::text::timestamptz[], ${s.lastRecorded}::text::timestamptz[], ${s.zones}::text::text[],
      ${s.correlations}::text::text[], ${s.depths}::text::int[], ${s.fired}::text::timestamptz[],
      ${findings}::text::jsonb,
      ${m.times}::text::timestamptz[], ${m.users}::text::uuid[], ${m.types}::text::text[],
      ${m.values}::text::float8[],
      ${d.ids}::text::uuid[], ${d.lanes}::text::smallint[], ${d.salts}::text::bytea, ${d.digests}::text::bytea,
      ${d.types}::text::text[], ${d.versions}::text::text[], ${d.occurred}::text::timestamptz[],
      ${d.received}::text::timestamptz[], ${d.days}::text::date[], ${d.zones}::text::text[],
      ${d.sources}::text::text[], ${d.origins}::text::text[], ${d.users}::text::uuid[],
      ${d.sessions}::text::uuid[], ${d.causations}::text::uuid[], ${d.correlations}::text::text[],
      ${d.payloads}::text, ${d.metadatas}::text,
      ${f.ids}::text::uuid[], ${f.lanes}::text::smallint[], ${f.offsets}::text::bigint[], ${f.reasons}::text::text[],
      ${i.buckets}::text::smallint[], ${i.keys}::text::text[], ${i.lanes}::text::smallint[],
      ${i.offsets}::text::bigint[], ${r.users}::text::uuid[], ${r.froms}::text::timestamptz[],
      ${r.tos}::text::timestamptz[],
      ${w.lanes}::text::smallint[], ${w.keys}::text::text[],
      ${w.hourly.starts}::text, ${w.hourly.entries}::text, ${w.daily.starts}::text, ${w.daily.entries}::text,
      ${w.weekly.starts}::text, ${w.weekly.entries}::text, ${w.monthly.starts}::text, ${w.monthly.entries}::text,
      ${w.oldest}::text, ${w.deadlines}::text::timestamptz[],
      ${w.shelfLanes}::text::smallint[], ${w.shelfKeys}::text::text[], ${w.shelfWeeks}::text::date[],
      ${w.shelfWindows}::text, ${w.shelfDeadlines},
      ${w.goneKeys}::text::text[], ${w.goneNames}::text::text[]) as finished`;
  return row?.finished === true;
}
