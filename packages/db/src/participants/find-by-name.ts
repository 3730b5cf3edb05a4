import type { Sql } from '../postgres/client.ts';
import { type Sight, sightList } from '../queries/sight.ts';

/** Participants in sight with this part of a name, in any case of its letters; the first ones by name. */
export async function findByName(
  sql: Sql,
  query: { readonly sight: Sight; readonly search: string; readonly limit: number },
): Promise<readonly string[]> {
  const { sight } = query;
  const rows = await sql<{ user_id: string }[]>`
    select participant.user_id from participant
    where strpos(lower(participant.display_name), ${query.search.toLowerCase()}) > 0
      ${sight === 'everybody' ? sql`` : sql`and participant.user_id = any(${sightList(sql, sight)})`}
    order by (display_name is null), lower(coalesce(display_name, '')), participant.user_id
    limit ${query.limit}`;
  return rows.map((row) => row.user_id);
}
