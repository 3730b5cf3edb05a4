import type { SentResult } from './protocol.ts';
import type { DeliveryResult } from './sink.ts';

/** A result as it travels. */
export function sentResult(result: DeliveryResult): SentResult {
  if (result.outcome !== 'retry') return result;
  const { retryAfterSeconds, ...rest } = result;
  return retryAfterSeconds === undefined ? rest : { ...rest, retry_after_seconds: retryAfterSeconds };
}

export function resultOfSent(result: SentResult): DeliveryResult {
  if (result.outcome !== 'retry') return result;
  const { retry_after_seconds: retryAfterSeconds, ...rest } = result;
  return retryAfterSeconds === undefined ? rest : { ...rest, retryAfterSeconds };
}
