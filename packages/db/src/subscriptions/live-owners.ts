import type { Sql } from '../postgres/client.ts';
import type { Statements } from '../postgres/statements.ts';

/** A process that sends, as the others see it. */
export interface LiveOwner {
  readonly key: number;
  /** It is the process of this session. */
  readonly here: boolean;
}

/**
 * Who lives: each process holds a lock as long as its session, so PostgreSQL tells of a death when the connection ends.
 * `owner_key` is what a lock says of its owner.
 */
export function liveOwners(sql: Statements) {
  return sql`
    select objid::bigint as owner_key, pid = pg_backend_pid() as here from pg_locks
    where locktype = 'advisory' and classid = hashtext('dispatch_owner')::oid and objsubid = 2 and granted
      and database = (select oid from pg_database where datname = current_database())`;
}

/** In the order of their keys, so that all processes count alike. */
export async function readLiveOwners(session: Sql): Promise<readonly LiveOwner[]> {
  return await session<LiveOwner[]>`
    select owner_key as key, here from (${liveOwners(session)}) as live order by owner_key`;
}
