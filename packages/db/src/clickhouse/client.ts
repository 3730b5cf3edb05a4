import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client';

export const CLICKHOUSE_DATABASE = 'hub';

export interface ClickhouseOptions {
  readonly database?: string;
  /** A statement that has not answered by then is given up; inserts are repeated exactly, so that is safe. */
  readonly requestTimeoutMs?: number;
}

/**
 * A client of the analytics store; user and password stand in the URL. The client's own logger is off:
 * it would print every error to stderr a second time, with the statement and so with payloads.
 */
export function connectClickhouse(url: string, options: ClickhouseOptions = {}): ClickHouseClient {
  return createClient({
    url,
    database: options.database ?? CLICKHOUSE_DATABASE,
    application: 'activity-hub',
    request_timeout: options.requestTimeoutMs ?? 30_000,
    log: { level: ClickHouseLogLevel.OFF },
    // Instants travel as ISO text, which the basic parser refuses.
    clickhouse_settings: { date_time_input_format: 'best_effort' },
  });
}
