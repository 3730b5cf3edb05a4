import type { Severity } from '@activity-hub/contracts/plugin/detector';
import type { TargetAnswer } from '../http/target-answer.ts';

/** The ticket of one case as the hub wants it. */
export interface Ticket {
  readonly case_id: string;
  readonly title: string;
  readonly body: string;
  readonly severity: Severity;
  /** Left out: as it is. */
  readonly status?: 'open' | 'closed';
  /** Left out: as it is. */
  readonly assignee?: string;
  readonly detector: string;
  readonly kind: string;
  readonly user_id: string | null;
  readonly event_id: string;
  readonly as_of: string;
}

/** What a change leaves out stays as it is. */
export type TicketChange = Omit<Ticket, 'title' | 'severity'> & Partial<Pick<Ticket, 'title' | 'severity'>>;

/** A ticket that the CRM has. */
export interface KnownTicket {
  readonly id: string;
  /** Empty when the CRM does not say. */
  readonly as_of: string;
}

type NotTaken = Exclude<TargetAnswer, { kind: 'taken' }>;
export type Found = { readonly kind: 'found'; readonly ticket: KnownTicket | undefined } | NotTaken;

/** What differs between one CRM and another. Throws nothing; each call is one request. */
export interface CrmDriver {
  find(caseId: string): Promise<Found>;
  create(ticket: Ticket): Promise<TargetAnswer>;
  update(known: KnownTicket, change: TicketChange): Promise<TargetAnswer>;
}

/** Sends one request to the CRM, with its key and its time-out. */
export type AskCrm = (
  method: 'GET' | 'POST' | 'PATCH',
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<TargetAnswer>;
