import type { Sql } from '../postgres/client.ts';
import { connectPostgres } from '../postgres/client.ts';

export interface QueryPoolOptions {
  readonly max?: number;
  readonly statementTimeoutMs?: number;
}

const defaultMax = 8;
/** Long enough for the widest sensible question, short enough that eight of them cannot hold the pool for long. */
const defaultStatementTimeoutMs = 5_000;

/**
 * A pool for questions only: its sessions cannot write, and the server itself gives up what takes too
 * long. Apart from the pool of the ingest, so that slow questions never make an append wait for a connection.
 */
export function connectQueryPool(url: string, options: QueryPoolOptions = {}): Sql {
  const bounded = new URL(url);
  // postgres.js hands unknown parameters of the URL to the server as settings of the session.
  bounded.searchParams.set('statement_timeout', String(options.statementTimeoutMs ?? defaultStatementTimeoutMs));
  bounded.searchParams.set('default_transaction_read_only', 'on');
  // Parallel workers would take the second core from the ingest; pages are read along indexes anyway.
  bounded.searchParams.set('max_parallel_workers_per_gather', '0');
  return connectPostgres(bounded.href, { max: options.max ?? defaultMax, name: 'activity-hub query' });
}
