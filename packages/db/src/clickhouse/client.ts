import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client';

export const CLICKHOUSE_DATABASE = 'hub';

export interface ClickhouseOptions {
  readonly database?: string;
  /** A statement that has not answered by then is given up; inserts are repeated exactly, so that is safe. */
  readonly requestTimeoutMs?: number;
}

/** The database a URL names in its path, else `hub`. */
export function clickhouseDatabaseOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1)) || CLICKHOUSE_DATABASE;
}

/** The official client lets the path of the URL win over its option; here the option is asked for on purpose. */
function withoutPath(url: string): string {
  const server = new URL(url);
  server.pathname = '';
  return server.href;
}

/**
 * A client of the analytics store; user and password stand in the URL. The client's own logger is off:
 * it would print every error to stderr a second time, with the statement and so with payloads.
 */
export function connectClickhouse(url: string, options: ClickhouseOptions = {}): ClickHouseClient {
  return createClient({
    url: withoutPath(url),
    database: options.database ?? clickhouseDatabaseOf(url),
    application: 'activity-hub',
    request_timeout: options.requestTimeoutMs ?? 30_000,
    log: { level: ClickHouseLogLevel.OFF },
    // Instants travel as ISO text, which the basic parser refuses.
    clickhouse_settings: { date_time_input_format: 'best_effort' },
  });
}
