import type { Actor } from '@activity-hub/contracts/access/audit';
import type { Caller } from '@activity-hub/contracts/access/caller';
import type { Json } from '@activity-hub/contracts/event';
import { appendAuditEntry } from '@activity-hub/db/audit/append-audit-entry';
import type { Sql } from '@activity-hub/db/postgres/client';
import type { Statements } from '@activity-hub/db/postgres/statements';
import { actorOf } from '../actor-of.ts';

/** An act that is to be kept: who did what to whom, and how it looked before and after. Holds no secret. */
export interface Act {
  /** Absent: the hub itself. */
  readonly caller?: Caller;
  /** `noun.verb` in the past: key.made, person.disabled, schema.registered. */
  readonly action: string;
  /** Kind and id: key:…, person:…. */
  readonly subject: string;
  readonly before?: Json;
  readonly after?: Json;
  readonly requestId?: string;
}

export interface AuditLog {
  /**
   * Keeps an act for good. Await it before the answer goes out. Given a transaction, the act and its
   * record stand or fall together; without one, record before acting where the act must not go unseen.
   */
  record(act: Act, transaction?: Statements): Promise<void>;
}

const hub: Actor = { kind: 'hub', id: null, name: null };

export function createAuditLog(sql: Sql): AuditLog {
  return {
    record: (act, transaction = sql) =>
      appendAuditEntry(transaction, {
        actor: act.caller === undefined ? hub : actorOf(act.caller),
        action: act.action,
        subject: act.subject,
        before: act.before ?? null,
        after: act.after ?? null,
        request_id: act.requestId ?? null,
      }),
  };
}
