import { HubError } from '@activity-hub/contracts/errors';
import { laneOf } from '@activity-hub/contracts/lane';
import type { AppendOutcome, EventStore, EventToAppend } from '@activity-hub/db/event-store/event-store';

/**
 * Two committers, each owning half of the lanes, so that they never wait for one another's lane locks:
 * measured 41 k events/s; one 30 k, four 37 k.
 */
const committerCount = 2;
const maxGroupEvents = 2_000;
/** About half a second of work on a database at full speed. */
const maxWaitingEvents = 20_000;
/**
 * A slow database gets a shorter queue: more than so many seconds of work would only make producers wait for
 * an answer that they would rather ask for again (with 20,000 waiting at 1,000/s the last one waited 18 s).
 */
const maxWaitSeconds = 2;
/** Always room for a full group of each committer: smaller groups would make a slow database slower. */
const minWaitingEvents = committerCount * maxGroupEvents;
/** Large events reach this bound first: the texts of events that wait, about a quarter of what they take in memory. */
const maxWaitingBytes = 64 * 1024 * 1024;
const maxRetryAfterSeconds = 30;
/** Then a producer gets an answer even though the database gives none; sending again is always safe. */
const defaultAnswerWithinMs = 30_000;

export interface GroupCommitter {
  /** @throws HubError overloaded or shutting_down; asked once per request, before any work is done for it. */
  admit(): void;
  /** One outcome per event, in the order given, once all of them are durable or refused. */
  submit(events: readonly EventToAppend[]): Promise<readonly AppendOutcome[]>;
  waiting(): number;
  waitingBytes(): number;
  /** Takes nothing more and resolves when everything taken has been answered. */
  close(): Promise<void>;
}

export interface CommitObserver {
  committed(outcomes: readonly AppendOutcome[], seconds: number): void;
  failed(events: number, failure: unknown): void;
}

interface Entry {
  readonly events: readonly EventToAppend[];
  readonly resolve: (outcomes: readonly AppendOutcome[]) => void;
  readonly reject: (failure: unknown) => void;
}

/** A share of a request, with the places of its events in the request. */
interface Share {
  readonly events: EventToAppend[];
  readonly places: number[];
}

function sharesOf(events: readonly EventToAppend[]): readonly Share[] {
  const shares: Share[] = Array.from({ length: committerCount }, () => ({ events: [], places: [] }));
  events.forEach((event, place) => {
    const share = shares[laneOf(event) % committerCount];
    share?.events.push(event);
    share?.places.push(place);
  });
  return shares;
}

/** The parts of an event that have no small bound. */
function bytesOf(events: readonly EventToAppend[]): number {
  let bytes = 0;
  for (const event of events) bytes += event.payload.length + event.metadata.length + event.canonical.length;
  return bytes;
}

function unavailable(cause: unknown): HubError {
  if (cause instanceof HubError) return cause;
  const detail =
    'The event log cannot be reached. Nothing of this request that was not acknowledged is stored; send it again.';
  return new HubError('store_unavailable', detail, { cause });
}

/** One committer: at most one append at a time; what arrives meanwhile makes up the next group. */
function createCommitter(store: Pick<EventStore, 'append'>, observer: CommitObserver) {
  let queue: Entry[] = [];
  let running: Promise<void> | undefined;

  function takeGroup(): Entry[] {
    let count = 0;
    let entries = 0;
    while (
      entries < queue.length &&
      (entries === 0 || count + (queue[entries]?.events.length ?? 0) <= maxGroupEvents)
    ) {
      count += queue[entries]?.events.length ?? 0;
      entries++;
    }
    const group = queue.slice(0, entries);
    queue = queue.slice(entries);
    return group;
  }

  async function commit(group: readonly Entry[]): Promise<void> {
    const events = group.flatMap((entry) => entry.events);
    const begin = performance.now();
    try {
      const outcomes = await store.append(events);
      observer.committed(outcomes, (performance.now() - begin) / 1000);
      let from = 0;
      for (const entry of group) {
        entry.resolve(outcomes.slice(from, from + entry.events.length));
        from += entry.events.length;
      }
    } catch (failure) {
      observer.failed(events.length, failure);
      for (const entry of group) entry.reject(unavailable(failure));
    }
  }

  async function run(): Promise<void> {
    while (queue.length > 0) await commit(takeGroup());
    running = undefined;
  }

  return {
    add(entry: Entry): void {
      queue.push(entry);
      running ??= run();
    },
    idle: (): Promise<void> => running ?? Promise.resolve(),
  };
}

/** How fast the event log takes events, for an honest Retry-After. */
function createPace() {
  let perSecond = 0;
  return {
    note(events: number, seconds: number): void {
      const now = (events / Math.max(seconds, 0.001)) * committerCount;
      perSecond = perSecond === 0 ? now : perSecond * 0.9 + now * 0.1;
    },
    /** How many may wait, so that nobody waits for long. */
    room(): number {
      if (perSecond === 0) return maxWaitingEvents;
      return Math.min(maxWaitingEvents, Math.max(minWaitingEvents, perSecond * maxWaitSeconds));
    },
    secondsFor(waiting: number): number {
      if (perSecond === 0) return 1;
      return Math.min(maxRetryAfterSeconds, Math.max(1, Math.ceil(waiting / perSecond)));
    },
  };
}

/** Rejects when the work has not ended in time; the work itself goes on, its outcome unknown to the producer. */
async function within<Value>(work: Promise<Value>, limitMs: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const detail = `The event log did not answer within ${limitMs / 1000} s. Send the request again: what is stored answers as a duplicate.`;
      reject(new HubError('store_unavailable', detail));
    }, limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Group commit across concurrent requests. The order of one lane is the order of `submit`. */
export function createGroupCommitter(
  store: Pick<EventStore, 'append'>,
  observer: CommitObserver,
  options: { readonly answerWithinMs?: number } = {},
): GroupCommitter {
  const pace = createPace();
  const committers = Array.from({ length: committerCount }, () =>
    createCommitter(store, {
      ...observer,
      committed(outcomes, seconds) {
        pace.note(outcomes.length, seconds);
        observer.committed(outcomes, seconds);
      },
    }),
  );
  const answerWithinMs = options.answerWithinMs ?? defaultAnswerWithinMs;
  let waiting = 0;
  let waitingBytes = 0;
  let closing = false;

  async function submitShare(
    share: Share,
    committer: (typeof committers)[number],
    outcomes: AppendOutcome[],
  ): Promise<void> {
    if (share.events.length === 0) return;
    const got = await new Promise<readonly AppendOutcome[]>((resolve, reject) => {
      committer.add({ events: share.events, resolve, reject });
    });
    share.places.forEach((place, index) => {
      const outcome = got[index];
      if (outcome === undefined) throw new Error('The event log answered fewer outcomes than events.');
      outcomes[place] = outcome;
    });
  }

  async function submitAll(events: readonly EventToAppend[]): Promise<readonly AppendOutcome[]> {
    const bytes = bytesOf(events);
    waiting += events.length;
    waitingBytes += bytes;
    try {
      const outcomes = new Array<AppendOutcome>(events.length);
      const shares = sharesOf(events);
      const answers = await Promise.allSettled(
        committers.map((committer, index) =>
          submitShare(shares[index] ?? { events: [], places: [] }, committer, outcomes),
        ),
      );
      for (const answer of answers) if (answer.status === 'rejected') throw answer.reason;
      return outcomes;
    } finally {
      waiting -= events.length;
      waitingBytes -= bytes;
    }
  }

  return {
    admit() {
      if (closing) throw new HubError('shutting_down', 'The hub is shutting down. Send the request again in a moment.');
      if (waiting >= pace.room() || waitingBytes >= maxWaitingBytes) {
        const retryAfterSeconds = pace.secondsFor(waiting);
        const detail = `${waiting} events wait for the event log. Send the request again in ${retryAfterSeconds} s.`;
        throw new HubError('overloaded', detail, { retryAfterSeconds });
      }
    },
    submit: (events) => within(submitAll(events), answerWithinMs),
    waiting: () => waiting,
    waitingBytes: () => waitingBytes,
    async close() {
      closing = true;
      await Promise.all(committers.map((committer) => committer.idle()));
    },
  };
}
