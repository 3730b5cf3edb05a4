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
  const records = storable(attempts);
  const [row] = await retryPassing(
    sql,
    () => sql<{ done: number }[]>`select finish_attempts(${records}::text::jsonb) as done`,
  );
  return row?.done ?? 0;
}

/** jsonb holds no NUL and no half of a character; an answer, or what was cut off, may. Looked for first: it is rare. */
function storable(attempts: readonly FinishedAttempt[]): string {
  const text = JSON.stringify(attempts);
  const whole = /\\ud[89a-f]/.test(text) ? JSON.stringify(attempts, wellFormed) : text;
  return whole.replaceAll('\\u0000', '\\ufffd');
}

function wellFormed(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.toWellFormed() : value;
}
