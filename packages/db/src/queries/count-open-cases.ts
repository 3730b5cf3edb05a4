import type { Sql } from '../postgres/client.ts';

/** Cases of a user that nobody has closed. */
export async function countOpenCases(sql: Sql, userId: string): Promise<number> {
  const [row] = await sql<{ cases: number }[]>`
    select count(*) as cases from anomaly_case
    where user_id = ${userId}::text::uuid and status not in ('resolved', 'dismissed')`;
  return row?.cases ?? 0;
}
