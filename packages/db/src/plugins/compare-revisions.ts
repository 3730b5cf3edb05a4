import type { RevisionDifference } from '@activity-hub/contracts/activity/plugin-evidence';
import type { Statements } from '../postgres/statements.ts';

export interface ComparedRevisions {
  readonly pluginId: string;
  readonly live: string;
  readonly other: string;
}

const shownSamples = 20;

/**
 * What two revisions make of the same events, in one statement and so of one moment. A state is compared where both
 * revisions stand at one place of its lane, or where the event it last folded lies before the place of the one
 * behind; others are only counted. Behind an inbox all are compared, or none: its buckets have no common places.
 * Set a statement timeout: it reads every state of both.
 *
 * The samples differ from each other: of every verdict and kind of window one key after another, each verdict and kind
 * with keys of its own while there are more, before any key shows a second window of one kind.
 */
export async function compareRevisions(
  sql: Statements,
  { pluginId, live, other }: ComparedRevisions,
): Promise<RevisionDifference> {
  const [row] = await sql<Omit<RevisionDifference, 'revision' | 'live_revision'>[]>`
    with pair as (
      select mine.processor, mine.lane, mine.of_inbox, mine."offset" as live_at, theirs."offset" as other_at,
        theirs.complete_through as through
      from checkpoint as mine join checkpoint as theirs on theirs.processor = mine.processor and theirs.lane = mine.lane
      where mine.processor in (${pluginId}, ${pluginId} || '/inbox') and mine.version = ${live}
        and theirs.version = ${other}
    ),
    unfolded as (
      select from inbox_head join checkpoint on checkpoint.processor = ${pluginId} and checkpoint.of_inbox
        and checkpoint.version = inbox_head.version and checkpoint.lane = inbox_head.bucket
      where inbox_head.processor = ${pluginId} || '/inbox' and inbox_head.version in (${live}, ${other})
        and inbox_head.head > checkpoint."offset"
    ),
    reach as (
      select coalesce(bool_and(live_at = other_at), false) and not exists (select from unfolded) as cursors_equal,
        coalesce(sum(live_at), 0)::bigint as live_events, coalesce(sum(other_at), 0)::bigint as other_events
      from pair where not of_inbox
    ),
    place as (
      select lane, case when of_inbox then cursors_equal else live_at = other_at end as equal,
        case when not of_inbox then through end as through
      from pair cross join reach where processor = ${pluginId}
    ),
    compared as materialized (
      select key, window_kind, window_start,
        case
          when (place.equal or mine.last_recorded_at < place.through or mine.lane is null) is not true then 'not_reached'
          when theirs.lane is null then 'missing'
          when mine.lane is null then 'only_new'
          when mine.shown = theirs.shown then 'same'
          else 'changed' end as verdict,
        case when mine.shown is distinct from theirs.shown then mine.shown end as live,
        case when mine.shown is distinct from theirs.shown then theirs.shown end as other
      from (${shownStates(sql, pluginId, live)}) as mine
      full join (${shownStates(sql, pluginId, other)}) as theirs using (key, window_kind, window_start)
      left join place on place.lane = coalesce(mine.lane, theirs.lane)
    ),
    of_key as (
      select key, window_kind, window_start, verdict, live, other,
        row_number() over (partition by verdict, window_kind, key order by window_start) as nth
      from compared where verdict in ('changed', 'missing', 'only_new')
    ),
    in_turn as (
      select *, row_number() over (partition by verdict, window_kind, nth
        order by hashtextextended(verdict || window_kind || key, 0), key) as turn
      from of_key where nth <= ${shownSamples}
    )
    select cursors_equal, live_events, other_events,
      (select count(*) from compared where verdict = 'not_reached') as not_reached,
      (select coalesce(jsonb_agg(w), '[]') from (
        select window_kind, count(*) filter (where verdict = 'same') as same,
          count(*) filter (where verdict = 'changed') as changed,
          count(*) filter (where verdict = 'missing') as missing,
          count(*) filter (where verdict = 'only_new') as only_new
        from compared group by window_kind order by window_kind) as w) as windows,
      (select coalesce(jsonb_agg(s), '[]') from (
        select key, window_kind, window_start, verdict, live, other from (
          select * from in_turn order by nth, turn, verdict, window_kind limit ${shownSamples}) as chosen
        order by verdict, key, window_kind, window_start) as s) as samples
    from reach`;
  if (row === undefined) throw new Error('A comparison answers one row.');
  return { revision: other, live_revision: live, ...row };
}

function shownStates(sql: Statements, pluginId: string, revision: string) {
  return sql`
    select key, window_kind, window_start, lane, last_recorded_at, coalesce(view, state) as shown
    from held_state where processor = ${pluginId} and version = ${revision}`;
}
