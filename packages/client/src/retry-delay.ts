const firstDelayMs = 200;
const longestDelayMs = 30_000;
/** A longer wait than this is no instruction but a mistake. */
const longestRetryAfterMs = 3_600_000;

/**
 * How long to wait before the next try: exponential with full jitter, so that producers which failed
 * together do not come back together. `Retry-After` is a lower bound, and gets the jitter on top.
 * @param attempt 0 after the first failure
 * @param random from 0 to 1
 */
export function retryDelay(attempt: number, retryAfterMs: number, random: number): number {
  const ceiling = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(attempt, 20));
  if (retryAfterMs > 0) return retryAfterMs + Math.min(ceiling, 1_000) * random;
  return ceiling * random;
}

/** `Retry-After` in milliseconds, from seconds or an HTTP date; 0 when there is none. */
export function retryAfterOf(header: string | null, nowMs: number): number {
  if (header === null || header.trim() === '') return 0;
  const seconds = Number(header);
  const ms = Number.isNaN(seconds) ? Date.parse(header) - nowMs : seconds * 1_000;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), longestRetryAfterMs) : 0;
}
