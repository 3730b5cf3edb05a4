import { HubError } from '@activity-hub/contracts/errors';

/** Bodies that are being read and worked on. With what the committer may hold this bounds the memory of a flood. */
const defaultMaxBytesInFlight = 128 * 1024 * 1024;
/** What the limit lets through at once after a silence. */
const burstSeconds = 1;
/** Nobody is sent away for longer: what overloads a hub seldom lasts, and a minute is a long time for a producer. */
const maxRetryAfterSeconds = 60;

export interface AdmissionOptions {
  /** Absent: only the queue and the bytes in flight bound what is taken. */
  readonly eventsPerSecond?: number | undefined;
  readonly maxBytesInFlight?: number | undefined;
  /** Milliseconds that never run backwards. */
  readonly clock?: () => number;
}

/** What the hub takes at all, whoever sends it; the limits of single keys come on top. */
export interface Admission {
  /**
   * Before a body is read: undefined when it may come, else the seconds after which to ask again. To be told
   * without reading, parsing or throwing, because this answer must stay cheap when nothing else does.
   */
  closedFor(bytes: number): number | undefined;
  /** Counts a body as being in memory until the answer of it is called. */
  hold(bytes: number): () => void;
  /**
   * Counts events that are about to be taken. A batch may go into debt, which the ones after it wait off: so
   * a batch larger than the burst is taken too.
   * @throws HubError overloaded
   */
  take(events: number): void;
  bytesInFlight(): number;
}

export function createAdmission(options: AdmissionOptions = {}): Admission {
  const { eventsPerSecond, maxBytesInFlight = defaultMaxBytesInFlight, clock = () => performance.now() } = options;
  let bytesInFlight = 0;
  let tokens = eventsPerSecond === undefined ? 0 : eventsPerSecond * burstSeconds;
  let filledAt = clock();

  function secondsUntilOpen(): number | undefined {
    if (eventsPerSecond === undefined) return undefined;
    const now = clock();
    tokens = Math.min(eventsPerSecond * burstSeconds, tokens + ((now - filledAt) / 1000) * eventsPerSecond);
    filledAt = now;
    if (tokens > 0) return undefined;
    return Math.min(maxRetryAfterSeconds, Math.max(1, Math.ceil((1 - tokens) / eventsPerSecond)));
  }

  return {
    closedFor(bytes) {
      // One body is let in whatever its size, else one larger than the bound could never be sent.
      if (bytesInFlight > 0 && bytesInFlight + bytes > maxBytesInFlight) return 1;
      return secondsUntilOpen();
    },
    hold(bytes) {
      let held = true;
      bytesInFlight += bytes;
      return () => {
        if (held) bytesInFlight -= bytes;
        held = false;
      };
    },
    take(events) {
      const retryAfterSeconds = secondsUntilOpen();
      if (retryAfterSeconds !== undefined) {
        const detail = `The hub takes ${eventsPerSecond} events a second. Nothing of this request was stored; send it again in ${retryAfterSeconds} s.`;
        throw new HubError('overloaded', detail, { retryAfterSeconds });
      }
      if (eventsPerSecond !== undefined) tokens -= events;
    },
    bytesInFlight: () => bytesInFlight,
  };
}
