import type { CaseChange } from './case-change.ts';
import type { Ticket, TicketChange } from './crm-driver.ts';

const MAX_BODY = 4_000;

export function ticketOf(change: CaseChange, status: Ticket['status'], assignee: string): Ticket {
  const { caseId, detector, kind, severity, userId, eventId, asOf } = change;
  return {
    case_id: caseId,
    title: `${kind} (${severity})${userId === null ? '' : `: ${userId}`}`,
    body: bodyOf(change),
    severity,
    ...(status === undefined ? {} : { status }),
    ...(assignee === '' ? {} : { assignee }),
    detector,
    kind,
    user_id: userId,
    event_id: eventId,
    as_of: asOf,
  };
}

/** Title and severity follow only a change that deserves a ticket by itself: a small finding does not calm a large one. */
export function ticketChangeOf(change: CaseChange, status: Ticket['status'], deserves: boolean): TicketChange {
  const { title, severity, ...rest } = ticketOf(change, status, '');
  return deserves ? { title, severity, ...rest } : rest;
}

const words: Readonly<Record<CaseChange['action'], string>> = {
  found: 'A detector found it',
  escalated: 'Escalated by a person',
  noted: 'Taken up in the hub',
  reopened: 'Opened again in the hub',
  closed: 'Closed in the hub',
};

function bodyOf({ action, detector, details, asOf, eventId }: CaseChange): string {
  const lines = Object.entries(details).map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  // The head comes first: a text that is cut keeps what leads back to the hub.
  return [`${words[action]} (${detector}), as of ${asOf}.`, `Event: ${eventId}`, ...lines]
    .join('\n')
    .slice(0, MAX_BODY);
}
