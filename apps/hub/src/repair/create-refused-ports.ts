import type { Caller } from '@activity-hub/contracts/access/caller';
import type { RepairRun } from '@activity-hub/contracts/activity/refused-repair';
import type { RefusedPorts } from '@activity-hub/contracts/api/refused-ports';
import { HubError } from '@activity-hub/contracts/errors';
import type { Json } from '@activity-hub/contracts/event';
import type { Sql } from '@activity-hub/db/postgres/client';
import { pageOf, readCursor } from '@activity-hub/db/queries/keyset';
import { storeFailure } from '@activity-hub/db/queries/store-failure';
import { discardRefused } from '@activity-hub/db/refused/discard-refused';
import { getRefused } from '@activity-hub/db/refused/get-refused';
import { groupRefused } from '@activity-hub/db/refused/group-refused';
import { keysetOfRefused, listRefused } from '@activity-hub/db/refused/list-refused';
import { refusedEventOf, refusedRowOf } from '@activity-hub/db/refused/refused-row';
import { cancelRun } from '@activity-hub/db/refused/runs/cancel-run';
import { getRun } from '@activity-hub/db/refused/runs/get-run';
import { insertRun } from '@activity-hub/db/refused/runs/insert-run';
import { listRuns } from '@activity-hub/db/refused/runs/list-runs';
import type { RepairRunRow } from '@activity-hub/db/refused/runs/repair-run-row';
import { surveyRefused } from '@activity-hub/db/refused/survey-refused';
import { actorOf } from '../auth/actor-of.ts';
import type { AuditLog } from '../auth/audit/audit-log.ts';
import type { ViewLog } from '../auth/audit/view-log.ts';
import { estimateRepair, revalidate } from './estimate-repair.ts';
import type { RepairSources } from './publish-repair.ts';
import { recordViews } from './record-views.ts';
import { notFound, resubmitOne } from './resubmit-one.ts';

/** What repairs need of the process they run in; absent in one that takes no events. */
export interface Repairs {
  /** May write; of its own, because a repair holds a connection while the log answers. */
  readonly sql: Sql;
  readonly sources: RepairSources;
  readonly audit: AuditLog;
  /** There is a run to carry out. */
  readonly wake: () => void;
}

export interface RefusedPortsOptions {
  /** For questions: read-only, with a statement timeout. */
  readonly sql: Sql;
  readonly repairs: Repairs | undefined;
  readonly views: ViewLog;
}

const defaultLimit = 50;
const listedRuns = 50;
const maxDiscarded = 10_000;

function runOf(row: RepairRunRow, nowMs: number): RepairRun {
  const { run_id, state, started_at, started_by, finished_at, total, resubmitted, duplicates, refused_again, skipped } =
    row;
  const done = resubmitted + refused_again + skipped;
  const elapsed = nowMs - Date.parse(started_at);
  const isGoing = state === 'running' && done > 0;
  return {
    run_id,
    state,
    started_at,
    started_by,
    finished_at,
    total,
    resubmitted,
    duplicates,
    refused_again,
    skipped,
    failures: [...row.failures].slice(0, 50),
    remaining_ms: isGoing ? Math.max(0, Math.round((elapsed / done) * (total - done))) : null,
  };
}

function runNotFound(): HubError {
  return new HubError('not_found', 'There is no repair under this id.', { pointer: '/run_id' });
}

/** The questions on refused events. */
function refusedQueries({
  sql,
}: RefusedPortsOptions): Pick<RefusedPorts, 'search' | 'groups' | 'get' | 'progress' | 'runs'> {
  return {
    async search({ state = 'any', cursor, limit = defaultLimit, ...filter }) {
      const listed = await listRefused(sql, { filter, state, after: readCursor(cursor), limit });
      const { rows, next } = pageOf(listed, limit, keysetOfRefused);
      return { items: rows.map((row) => refusedRowOf(row, row.beginning)), next_cursor: next };
    },
    async groups({ state = 'open', limit = defaultLimit, ...filter }) {
      const groups = await groupRefused(sql, filter, state, limit);
      return { items: groups.slice(0, limit), more: groups.length > limit };
    },
    async get(refusedId) {
      const [row] = await getRefused(sql, [refusedId]);
      if (row === undefined) throw notFound();
      return refusedEventOf(row);
    },
    async progress(runId) {
      const run = await getRun(sql, runId);
      if (run === undefined) throw runNotFound();
      return runOf(run, Date.now());
    },
    async runs() {
      return (await listRuns(sql, listedRuns)).map((run) => runOf(run, Date.now()));
    },
  };
}

/** The repairs, in the name of one caller. */
function refusedRepairs(
  options: RefusedPortsOptions,
  caller: Caller,
  requestId: string,
): Omit<RefusedPorts, keyof ReturnType<typeof refusedQueries>> {
  const by = actorOf(caller).name ?? 'nobody';
  const needed = (): Repairs => {
    if (options.repairs !== undefined) return options.repairs;
    throw new HubError('store_unavailable', 'This process takes no events. Ask one with the role ingest.');
  };
  const act = (action: string, subject: string, after: Json) => ({ caller, requestId, action, subject, after });
  return {
    async revalidate(attempt) {
      const [row] = await getRefused(options.sql, [attempt.refused_id]);
      if (row === undefined) throw notFound();
      return revalidate(needed().sources, row, attempt);
    },
    async resubmit(attempt) {
      const { sql, sources, audit } = needed();
      return resubmitOne(
        {
          sql,
          sources,
          by,
          audit: (resubmission, transaction) => {
            const after = { ...resubmission, as_admin: attempt.as_admin ?? false };
            return audit.record(act('refused.resubmitted', `refused:${attempt.refused_id}`, after), transaction);
          },
        },
        attempt,
      );
    },
    estimate: (plan) => estimateRepair(options.sql, needed().sources, plan),
    async resubmitMany(plan) {
      const { sql, audit, wake } = needed();
      const { total } = await surveyRefused(sql, plan, 1);
      const run = await sql.begin(async (transaction) => {
        const made = await insertRun(transaction, { plan, actor: actorOf(caller), started_by: by, total });
        await audit.record(
          act('refused.repair_started', `repair:${made.run_id}`, { ...plan, total } as Json),
          transaction,
        );
        return made;
      });
      wake();
      return runOf(run, Date.now());
    },
    async cancel(runId) {
      const { sql, audit, wake } = needed();
      await cancelRun(sql, runId);
      const run = await getRun(sql, runId);
      if (run === undefined) throw runNotFound();
      await audit.record(act('refused.repair_cancelled', `repair:${runId}`, null));
      wake();
      return runOf(run, Date.now());
    },
    async discard({ reason, ...selection }) {
      const { sql, audit } = needed();
      const discarded = await sql.begin(async (transaction) => {
        const count = await discardRefused(transaction, selection, by, reason, maxDiscarded);
        const after = { ...selection, reason, discarded: count } as Json;
        if (count > 0) await audit.record(act('refused.discarded', 'refused:many', after), transaction);
        return count;
      });
      return { discarded, left: (await surveyRefused(sql, selection, 1)).total };
    },
  };
}

/** Everything on refused events, in the name of one caller. */
export function createRefusedPorts(options: RefusedPortsOptions, caller: Caller, requestId: string): RefusedPorts {
  const ports = { ...refusedQueries(options), ...refusedRepairs(options, caller, requestId) };
  return translated(recordViews(ports, options.views, { caller, requestId }));
}

/** A failure of the database comes as the `HubError` it means. */
function translated(ports: RefusedPorts): RefusedPorts {
  const wrapped = Object.entries(ports).map(([name, port]: [string, (...input: never[]) => Promise<unknown>]) => [
    name,
    async (...input: never[]): Promise<unknown> => {
      try {
        return await port(...input);
      } catch (error) {
        throw storeFailure(error);
      }
    },
  ]);
  return Object.fromEntries(wrapped) as RefusedPorts;
}
