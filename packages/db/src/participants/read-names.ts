import type { Sql } from '../postgres/client.ts';

/** The names of those participants who have one. */
export async function readNames(sql: Sql, userIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (userIds.length === 0) return new Map();
  const rows = await sql<{ user_id: string; display_name: string }[]>`
    select user_id, display_name from participant
    where user_id = any(string_to_array(${userIds.join(',')}, ',')::uuid[]) and display_name is not null`;
  return new Map(rows.map((row) => [row.user_id, row.display_name]));
}
