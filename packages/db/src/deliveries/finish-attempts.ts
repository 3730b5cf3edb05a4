import type { Attempt } from '@activity-hub/contracts/dispatch/delivery';
import type { Sql } from '../postgres/client.ts';
import { retryPassing } from '../postgres/retry-passing.ts';
import type { DeliveryKey } from './delivery-row.ts';

/** One try and what it means for its delivery. */
export interface FinishedAttempt extends DeliveryKey, Omit<Attempt, 'attempt'> {
  readonly lease: string;
  /** When it comes again, of a retry. */
  readonly due_at: string | null;
  readonly fingerprint: string | null;
}

/** Deliveries, attempts and figures in one statement. @returns how many were still theirs to finish */
export async function finishAttempts(sql: Sql, attempts: readonly FinishedAttempt[]): Promise<number> {
  if (attempts.length === 0) return 0;
  // jsonb holds no NUL, and an answer may.
  const records = JSON.stringify(attempts).replaceAll('\\u0000', '\\ufffd');
  const [row] = await retryPassing(
    sql,
    () => sql<{ done: number }[]>`select finish_attempts(${records}::text::jsonb) as done`,
  );
  return row?.done ?? 0;
}
