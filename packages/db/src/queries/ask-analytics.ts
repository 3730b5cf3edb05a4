import { HubError } from '@activity-hub/contracts/errors';
import type { ClickHouseClient } from '@clickhouse/client';

export type AnalyticsParameters = Readonly<Record<string, string | number | readonly string[]>>;

/** The engine gives up after 5 s; a store that has not even said so a little later is not there. */
const patienceMs = 8_000;

/**
 * The bounds of one question. The engine runs an abandoned statement to its end, so the limit must be
 * its own; memory is bounded per statement because one wide sort could otherwise starve the projection.
 */
const bounds = { max_execution_time: 5, max_memory_usage: '1000000000' } as const;

/** TIMEOUT_EXCEEDED, TOO_SLOW, MEMORY_LIMIT_EXCEEDED: the store is well, the question was too much. */
const tooMuch = new Set(['159', '160', '241']);
/** SYNTAX_ERROR and its like: a fault of the hub, not of the store. */
const ourFault = new Set(['36', '42', '43', '46', '47', '53', '62', '386']);

/**
 * Asks the analytics store with bound values.
 * @throws HubError query_timeout or analytics_unavailable
 */
export async function askAnalytics<Row>(
  client: ClickHouseClient,
  query: string,
  parameters: AnalyticsParameters,
): Promise<readonly Row[]> {
  try {
    const answer = await client.query({
      query,
      query_params: { ...parameters },
      format: 'JSONEachRow',
      clickhouse_settings: bounds,
      abort_signal: AbortSignal.timeout(patienceMs),
    });
    return await answer.json<Row>();
  } catch (error) {
    throw analyticsFailure(error);
  }
}

function analyticsFailure(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (tooMuch.has(code)) {
    return new HubError('query_timeout', 'Ask for a shorter time range, or for fewer things at once.', {
      cause: error,
    });
  }
  if (ourFault.has(code)) return error;
  return new HubError(
    'analytics_unavailable',
    'The analytics store does not answer. Events by user, type and time can still be found.',
    {
      cause: error,
    },
  );
}
