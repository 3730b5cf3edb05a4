import { type EventBatch, eventBatch } from '../event-store/event-batch.ts';
import type { EventToAppend } from '../event-store/event-store.ts';
import type { Sql } from '../postgres/client.ts';
import { retryPassing } from '../postgres/retry-passing.ts';
import { bareArray, joinedJson, quotedArray } from '../postgres/text-array.ts';
import type { FinishedBatch, FinishOutcome, MetricRow, StateRow } from './consumer-store.ts';
import { frontParameters } from './front-parameters.ts';
import { groupByFront, isCalendarKind } from './group-by-front.ts';

/** Checkpoint, states, findings, metrics and derived events in one statement: all of it, or nothing. */
export async function finishBatch(sql: Sql, batch: FinishedBatch): Promise<FinishOutcome> {
  const held = groupByFront(batch.states);
  const goneWindows = batch.gone.filter(({ window_kind }) => isCalendarKind(window_kind));
  const goneRows = batch.gone.filter(({ window_kind }) => !isCalendarKind(window_kind)).map(goneRow);
  const states = stateParameters(goneRows.length === 0 ? held.rest : [...held.rest, ...goneRows]);
  const windows = frontParameters(held.fronts, goneWindows);
  const metrics = metricParameters(batch.metrics);
  const derived = eventBatch(firstOfEachId(batch.derived)).parameters;
  const findings = JSON.stringify(batch.findings);
  const finished = await retryPassing(sql, () => selectFinish(sql, batch, states, windows, findings, metrics, derived));
  return finished ? 'finished' : 'fenced';
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

function stateParameters(states: readonly StateRow[]) {
  return {
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

function pluginParameters({ faults, inbox, resets }: FinishedBatch) {
  return {
    faultIds: bareArray(faults.map((row) => row.event_id)),
    faultLanes: bareArray(faults.map((row) => row.lane)),
    faultOffsets: bareArray(faults.map((row) => row.offset)),
    faultReasons: quotedArray(faults.map((row) => row.reason)),
    buckets: bareArray(inbox.map((row) => row.bucket)),
    inboxKeys: quotedArray(inbox.map((row) => row.key)),
    inboxLanes: bareArray(inbox.map((row) => row.lane)),
    inboxOffsets: bareArray(inbox.map((row) => row.offset)),
    resetUsers: bareArray(resets.map((row) => row.user_id)),
    resetFroms: bareArray(resets.map((row) => row.from)),
    resetTos: bareArray(resets.map((row) => row.to)),
  };
}

async function selectFinish(
  sql: Sql,
  batch: FinishedBatch,
  s: ReturnType<typeof stateParameters>,
  w: ReturnType<typeof frontParameters>,
  findings: string,
  m: ReturnType<typeof metricParameters>,
  d: EventBatch['parameters'],
): Promise<boolean> {
  const p = pluginParameters(batch);
  const [row] = await sql<{ finished: boolean }[]>`
    select finish_batch(${batch.processor}, ${batch.version}, ${batch.lane}, ${batch.from}, ${batch.to},
      ${batch.derives_after}, ${batch.complete_through},
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
      ${p.faultIds}::text::uuid[], ${p.faultLanes}::text::smallint[], ${p.faultOffsets}::text::bigint[],
      ${p.faultReasons}::text::text[], ${p.buckets}::text::smallint[], ${p.inboxKeys}::text::text[],
      ${p.inboxLanes}::text::smallint[], ${p.inboxOffsets}::text::bigint[], ${p.resetUsers}::text::uuid[],
      ${p.resetFroms}::text::timestamptz[], ${p.resetTos}::text::timestamptz[],
      ${w.keys}::text::text[],
      ${w.hourly.starts}::text, ${w.hourly.entries}::text, ${w.daily.starts}::text, ${w.daily.entries}::text,
      ${w.weekly.starts}::text, ${w.weekly.entries}::text, ${w.monthly.starts}::text, ${w.monthly.entries}::text,
      ${w.oldest}::text, ${w.deadlines}::text::timestamptz[],
      ${w.shelfKeys}::text::text[], ${w.shelfWeeks}::text::date[], ${w.shelfWindows}::text, ${w.shelfDeadlines},
      ${w.goneKeys}::text::text[], ${w.goneNames}::text::text[]) as finished`;
  return row?.finished === true;
}
