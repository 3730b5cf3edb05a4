import type { Sql } from '../postgres/client.ts';
import { lockClaims } from './lock-claims.ts';

/**
 * Says that a process lives, for as long as this session does. @returns what is its own still, from a session before
 * @throws Error while that session has not ended for PostgreSQL
 */
export async function resumeOwner(session: Sql, owner: string): Promise<readonly string[]> {
  return await session.begin(async (transaction) => {
    await lockClaims(transaction);
    const [lock] = await transaction<{ held: boolean }[]>`
      select pg_try_advisory_lock(hashtext('dispatch_owner'), hashtext(${owner}::text)) as held`;
    if (lock?.held !== true) throw new Error('PostgreSQL has not ended the former session of this process yet.');
    const rows = await transaction<{ subscription_id: string }[]>`
      select subscription_id from subscription where owner = ${owner}`;
    return rows.map(({ subscription_id }) => subscription_id);
  });
}
