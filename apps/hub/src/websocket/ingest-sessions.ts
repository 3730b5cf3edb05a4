import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';

const maxSessions = 1_000;
const sessionTtlMs = 15 * 60_000;
/** Answers kept of a session: those with something that was not stored, for a client that lost them. */
const maxKeptBytes = 16 * 1024;

interface KeptAnswer {
  readonly seq: number;
  readonly text: string;
}

/** What the hub remembers of a client between two connections. */
export interface IngestSession {
  readonly id: string;
  readonly keyId: string | null;
  /** The highest seq that is answered, as everything before it is. */
  acknowledged: number;
  /** The highest seq with something not stored whose answer is not kept any more. */
  forgotten: number;
  kept: readonly KeptAnswer[];
  /** Ends the connection that uses the session. */
  release: (() => void) | undefined;
}

/** Where a client goes on: after `acknowledged`, once it has read `answers` again. */
export interface Resumption {
  readonly acknowledged: number;
  readonly answers: readonly string[];
}

/**
 * Remembered in memory and bounded: resuming only saves work. What makes it correct to send anything again,
 * also to a hub that has forgotten the session, is that an id is stored once.
 */
export function createIngestSessions() {
  const sessions = new LRUCache<string, IngestSession>({ max: maxSessions, ttl: sessionTtlMs });
  return {
    /** The session of that id if this key made it, else a new one. */
    open(id: string | undefined, keyId: string | null): IngestSession {
      const known = id === undefined ? undefined : sessions.get(id);
      const isOwn = known !== undefined && known.keyId === keyId;
      const session = isOwn
        ? known
        : { id: randomUUID(), keyId, acknowledged: 0, forgotten: 0, kept: [], release: undefined };
      session.release?.();
      sessions.set(session.id, session);
      return session;
    },
    /** Its time runs from the end of its last connection. */
    touch(session: IngestSession): void {
      sessions.set(session.id, session);
    },
  };
}
export type IngestSessions = ReturnType<typeof createIngestSessions>;

/** @param text the answer, where it must not be lost with the connection */
export function noteAnswer(session: IngestSession, seq: number, text: string | undefined): void {
  session.acknowledged = Math.max(session.acknowledged, seq);
  if (text === undefined) return;
  const kept = [...session.kept, { seq, text }];
  let bytes = kept.reduce((sum, answer) => sum + answer.text.length, 0);
  let from = 0;
  for (; bytes > maxKeptBytes; from++) {
    bytes -= kept[from]?.text.length ?? 0;
    session.forgotten = Math.max(session.forgotten, kept[from]?.seq ?? 0);
  }
  session.kept = kept.slice(from);
}

/** @param received the last seq that the client has an answer for, as it says */
export function resume(session: IngestSession, received: number): Resumption {
  if (received < session.forgotten) return { acknowledged: received, answers: [] };
  const answers = session.kept.filter(({ seq }) => seq > received).map(({ text }) => text);
  return { acknowledged: session.acknowledged, answers };
}
