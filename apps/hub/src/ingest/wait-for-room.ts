import { setTimeout as wait } from 'node:timers/promises';
import { HubError } from '@activity-hub/contracts/errors';

const roomPollMs = 25;
/** How long a stream waits for room before it gives up as a single request would at once. */
const maxRoomWaitMs = 20_000;

/** How long to wait before asking again; undefined when waiting does not help. */
function pauseOf(failure: unknown): number | undefined {
  if (!(failure instanceof HubError)) return undefined;
  if (failure.code === 'overloaded') return roomPollMs;
  return failure.code === 'rate_limited' ? (failure.retryAfterSeconds ?? 1) * 1000 : undefined;
}

/**
 * Does what may be refused for want of room. A stream waits where a single request is refused: that slows
 * the sender down without losing its place.
 */
export async function waitForRoom<Result>(attempt: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
  const giveUpAt = performance.now() + maxRoomWaitMs;
  for (;;) {
    signal.throwIfAborted();
    try {
      return await attempt();
    } catch (failure) {
      const pauseMs = pauseOf(failure);
      if (pauseMs === undefined || performance.now() + pauseMs > giveUpAt) throw failure;
      await wait(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
