import type { Attempt } from '@activity-hub/contracts/dispatch/delivery';
import type { Statements } from '../postgres/statements.ts';
import type { DeliveryKey } from './delivery-row.ts';

/** Of one delivery, in their order; the last 100. */
export async function listAttempts(sql: Statements, key: DeliveryKey): Promise<readonly Attempt[]> {
  const rows = await sql<Attempt[]>`
    select attempt, at, duration_ms, outcome, status, error_code, reason, url, address, request_headers, request_body,
      response_headers, response_body, response_truncated
    from delivery_attempt
    where subscription_id = ${key.subscription_id} and lane = ${key.lane} and "offset" = ${key.offset}
      and generation = ${key.generation}
    order by attempt desc limit 100`;
  return [...rows].reverse();
}
