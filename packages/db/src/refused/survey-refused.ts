import type { Sql } from '../postgres/client.ts';
import { openSelection, type RefusedSelection } from './refused-selection.ts';

export interface RefusedSurvey {
  readonly total: number;
  readonly truncated: number;
  /** The oldest, the newest and some between. */
  readonly sample_ids: readonly string[];
}

/** How much a selection would touch, with samples spread over it in time. */
export async function surveyRefused(sql: Sql, selection: RefusedSelection, samples: number): Promise<RefusedSurvey> {
  const [counted] = await sql<{ total: number; truncated: number }[]>`
    select count(*)::int as total, count(*) filter (where raw_truncated)::int as truncated
    from refused_event where state = 'open' ${openSelection(sql, selection)}`;
  const rows = await sql<{ refused_id: string }[]>`
    with placed as (
      select refused_id, ntile(${samples}) over (order by received_at, refused_id) as part, received_at
      from refused_event where state = 'open' ${openSelection(sql, selection)}
    )
    select distinct on (part) refused_id from placed order by part, received_at, refused_id`;
  return {
    total: counted?.total ?? 0,
    truncated: counted?.truncated ?? 0,
    sample_ids: rows.map((row) => row.refused_id),
  };
}
