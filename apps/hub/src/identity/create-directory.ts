import type { IdentityDirectory } from '../ingest/identity-directory.ts';
import { CircuitBreaker } from './circuit-breaker.ts';
import { IdentityCache } from './identity-cache.ts';
import type { KnownIdentity } from './known-identity.ts';

export interface IdentitySource {
  /** Whether it knows nobody at all, where that is cheap to say. */
  isEmpty?(): Promise<boolean>;
  /**
   * Tells what is known of the persons, each as soon as it is found; those it says nothing of, and who were
   * asked for to the end, are unknown. May fail, and should stop at the signal.
   */
  lookUp(
    userIds: readonly string[],
    tell: (userId: string, identity: KnownIdentity | undefined) => void,
    signal: AbortSignal,
  ): Promise<void>;
}

export interface DirectoryOptions {
  readonly source: IdentitySource;
  /** Told once when the source is given up for a while. */
  readonly onTrouble: (failure: unknown) => void;
  readonly now: () => number;
  /** How long a batch of events waits at most for one round of questions. */
  readonly timeLimitMs?: number;
}

const defaultTimeLimitMs = 300;
/** How long a directory without anybody costs an event nothing. */
const emptyForMs = 5_000;
/** Persons asked about in one round; beyond that events are recorded without their zone rather than late. */
const maxAsked = 5_000;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * A directory in front of a source that may be slow or away: remembered, asked in rounds (whoever comes
 * while one runs shares the next), bounded in time, and given up for a while after failures.
 */
export function createDirectory({
  source,
  onTrouble,
  now,
  timeLimitMs = defaultTimeLimitMs,
}: DirectoryOptions): IdentityDirectory {
  const cache = new IdentityCache(now);
  const breaker = new CircuitBreaker(now);
  let asked = new Set<string>();
  let emptyUntil = 0;
  let running: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;

  async function ask(userIds: readonly string[], signal: AbortSignal): Promise<void> {
    if ((await source.isEmpty?.()) === true) {
      emptyUntil = now() + emptyForMs;
      return;
    }
    const told = new Set<string>();
    await source.lookUp(
      userIds,
      (userId, identity) => {
        told.add(userId);
        cache.keep(userId, identity);
      },
      signal,
    );
    for (const userId of userIds) if (!told.has(userId)) cache.keep(userId, undefined);
  }

  async function runRound(): Promise<void> {
    const userIds = [...asked];
    asked = new Set();
    next = undefined;
    try {
      await withinTime(timeLimitMs, (signal) => ask(userIds, signal));
      breaker.succeeded();
    } catch (failure) {
      if (breaker.failed()) onTrouble(failure);
    }
  }

  function nextRound(): Promise<void> {
    if (next !== undefined) return next;
    next = running.then(runRound);
    running = next;
    return next;
  }

  return {
    async prepare(userIds) {
      if (breaker.isOpen || now() < emptyUntil) return;
      let isAsking = false;
      for (const sent of userIds) {
        const userId = sent.toLowerCase();
        if (cache.isFresh(userId) || !uuid.test(userId)) continue;
        if (asked.size >= maxAsked) break;
        asked.add(userId);
        isAsking = true;
      }
      if (isAsking) await nextRound();
    },
    zoneOf: (userId) => cache.find(userId)?.zone,
    contextOf: (userId) => cache.find(userId)?.context,
  };
}

/** @throws when the work fails or the time is over; what it does afterwards is not waited for */
async function withinTime(limitMs: number, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const late = new Error(`The directory did not answer within ${limitMs} ms.`);
      stop.abort(late);
      reject(late);
    }, limitMs);
  });
  try {
    await Promise.race([work(stop.signal), timeout]);
  } finally {
    clearTimeout(timer);
  }
}
