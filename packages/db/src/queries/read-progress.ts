import { STANDS_STILL_AFTER_SECONDS } from '@activity-hub/contracts/activity/plugin';
import { liveRevisions } from '../plugins/live-revisions.ts';
import type { Sql } from '../postgres/client.ts';
import { type ExactInstant, exactInstant } from './exact-instant.ts';

export interface LaneHead {
  readonly lane: number;
  readonly head: number;
  /** When its last event was recorded; null in an empty lane. */
  readonly recorded_at: ExactInstant | null;
}

/** How far one processor is in one lane. Of a plugin, its live revision. */
export interface LaneCheckpoint {
  readonly processor: string;
  readonly version: string;
  readonly lane: number;
  readonly offset: number;
  /** When the first event it has not finished was recorded; null when it has finished all. */
  readonly waiting_since: ExactInstant | null;
  /** It is a plugin that a person paused or disabled: it is meant to lag behind. */
  readonly rests: boolean;
  /** It makes its states of a history that was there before it, and goes on with it: it lags behind because it is new. */
  readonly builds: boolean;
}

export interface LogProgress {
  /** Whatever was recorded at or before it is visible to every later statement. */
  readonly settled_at: ExactInstant;
  readonly heads: readonly LaneHead[];
  readonly checkpoints: readonly LaneCheckpoint[];
}

const exact = (iso: string | null): ExactInstant | null => (iso === null ? null : exactInstant(iso));

/**
 * How far the log and its readers are. To be read before the figure it speaks about: the figure then
 * holds at least this much. Nothing here is the current time, which an append still running could
 * be recorded before.
 */
export async function readProgress(sql: Sql): Promise<LogProgress> {
  const settled = await readSettledInstant(sql);
  const [heads, checkpoints] = await Promise.all([readLaneHeads(sql), readLaneCheckpoints(sql)]);
  return { settled_at: settled, heads, checkpoints };
}

/** The same without the readers, for what is read from the log itself. */
export async function readLogProgress(sql: Sql): Promise<LogProgress> {
  const settled = await readSettledInstant(sql);
  return { settled_at: settled, heads: await readLaneHeads(sql), checkpoints: [] };
}

/**
 * Events are recorded after their transaction began, under the lock of their lane, and become visible at
 * its commit. So before the oldest running writer (one that has a transaction id) nothing can appear any
 * more for statements that begin after this one. Must be a statement of its own for that reason.
 */
async function readSettledInstant(sql: Sql): Promise<ExactInstant> {
  const [row] = await sql<{ settled_at: string }[]>`
    select least(statement_timestamp(), min(xact_start)) as settled_at
    from pg_stat_activity
    where datname = current_database() and backend_xid is not null and pid <> pg_backend_pid()`;
  if (row === undefined) throw new Error('An aggregate gave no row.');
  return exactInstant(row.settled_at);
}

async function readLaneHeads(sql: Sql): Promise<readonly LaneHead[]> {
  const rows = await sql<LaneHead[]>`
    select lane, head, nullif(last_recorded_at, '-infinity') as recorded_at from lane`;
  return rows.map((row) => ({ ...row, recorded_at: exact(row.recorded_at) }));
}

/**
 * Whether what is built from history does not stand still. What a person changed or let go on has its time from then; but
 * not what is started again and again and gets nowhere.
 */
function goesOn(sql: Sql) {
  return sql`(not exists (
      select from processor_quarantine quarantine
      where quarantine.processor = checkpoint.processor and quarantine.version = checkpoint.version)
    and greatest(checkpoint.made_at, plugin.updated_at, (
      select moved_at from processor_status status
      where status.processor = split_part(checkpoint.processor, '/', 1) and status.version = checkpoint.version))
      > clock_timestamp() - make_interval(secs => ${STANDS_STILL_AFTER_SECONDS}))`;
}

async function readLaneCheckpoints(sql: Sql): Promise<readonly LaneCheckpoint[]> {
  const live = liveRevisions(sql);
  const rows = await sql<LaneCheckpoint[]>`
    select checkpoint.processor, checkpoint.version, checkpoint.lane, checkpoint."offset",
      case when checkpoint."offset" < lane.head then
        (select event.recorded_at from event
         where event.lane = checkpoint.lane and event."offset" = checkpoint."offset" + 1)
      end as waiting_since, ${live.rests} as rests,
      case when checkpoint."offset" < checkpoint.derives_after then ${goesOn(sql)} else false end as builds
    from checkpoint join lane on lane.lane = checkpoint.lane ${live.join}
    where not checkpoint.of_inbox and ${live.shown}`;
  return rows.map((row) => ({ ...row, waiting_since: exact(row.waiting_since) }));
}
