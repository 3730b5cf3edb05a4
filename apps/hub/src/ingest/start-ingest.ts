import type { AppendOutcome, EventStore } from '@activity-hub/db/event-store/event-store';
import type { Admission } from './admission.ts';
import { createGroupCommitter } from './group-committer.ts';
import type { IdentityDirectory } from './identity-directory.ts';
import { createIngest, type Ingest, type IngestObserver, type IngestPorts } from './ingest-events.ts';
import type { SchemaLookup } from './schema-lookup.ts';
import { createWakeUp } from './wake-consumers.ts';

export interface IngestOptions {
  readonly eventStore: Pick<EventStore, 'append'>;
  readonly keepRefused: IngestPorts['keepRefused'];
  /** Sends one hint to the consumers. */
  readonly notify: () => Promise<unknown>;
  readonly admission?: Admission | undefined;
  readonly hubTimeZone: string;
  readonly schemas: SchemaLookup;
  readonly identity: IdentityDirectory;
  readonly now: () => number;
  readonly observer: IngestObserver & {
    committed(outcomes: readonly AppendOutcome[], seconds: number): void;
    commitFailed(events: number, failure: unknown): void;
    hintLost(failure: unknown): void;
  };
}

export interface RunningIngest {
  readonly ingest: Ingest;
  /** For repairs: keeps nothing that it refuses, since that is kept already, and stands outside the admission. */
  readonly repairing: Ingest;
  /** @throws HubError when no more can be taken right now */
  admit(): void;
  waiting(): number;
  waitingBytes(): number;
  /** Answers everything that was taken, then ends. */
  stop(): Promise<void>;
}

/** validate → group commit → hint: the way of an event from a request into the log. */
export function startIngest(options: IngestOptions): RunningIngest {
  const { observer, eventStore, keepRefused, hubTimeZone, schemas, identity, now } = options;
  const wakeUp = createWakeUp(options.notify, { onFailure: (failure) => observer.hintLost(failure) });
  const committer = createGroupCommitter(eventStore, {
    committed(outcomes, seconds) {
      observer.committed(outcomes, seconds);
      if (outcomes.some((outcome) => outcome.status === 'accepted')) wakeUp.wake();
    },
    failed: (events, failure) => observer.commitFailed(events, failure),
  });
  const ports: IngestPorts = {
    admit: () => committer.admit(),
    commit: (events) => committer.submit(events),
    keepRefused,
    now,
    hubTimeZone,
    schemas,
    identity,
    observer,
  };
  return {
    ingest: createIngest({
      ...ports,
      admit(events) {
        committer.admit();
        options.admission?.take(events);
      },
    }),
    repairing: createIngest({ ...ports, keepRefused: async () => undefined }),
    admit: () => committer.admit(),
    waiting: () => committer.waiting(),
    waitingBytes: () => committer.waitingBytes(),
    async stop() {
      await committer.close();
      wakeUp.close();
    },
  };
}
