import type { TargetAnswer } from '../http/target-answer.ts';
import type { CaseChange } from './case-change.ts';
import type { CrmRoute } from './crm-config.ts';
import type { CrmDriver, Ticket } from './crm-driver.ts';
import { routeOf } from './route-of.ts';
import { ticketChangeOf, ticketOf } from './ticket-of.ts';

const nothingToDo: TargetAnswer = { kind: 'taken', status: 204, body: undefined };

/**
 * Brings the ticket of the case to the state that the change asks for. The ticket is looked for first, so that a
 * repeated event changes the same one; what is older than the ticket's own state changes nothing.
 */
export async function applyChange(
  driver: CrmDriver,
  change: CaseChange,
  routes: readonly CrmRoute[],
): Promise<TargetAnswer> {
  const route = routeOf(change, routes);
  const found = await driver.find(change.caseId);
  if (found.kind !== 'found') return found;
  const wanted = change.action === 'escalated' || (change.action === 'found' && route !== undefined);
  const assignee = route?.assignee ?? '';
  if (found.ticket === undefined) {
    return wanted ? created(await driver.create(ticketOf(change, 'open', assignee))) : nothingToDo;
  }
  if (isOlder(change.asOf, found.ticket.as_of)) return nothingToDo;
  // Who has the ticket by now is the business of the CRM.
  return driver.update(found.ticket, ticketChangeOf(change, statusAfter(change, wanted), wanted));
}

function statusAfter({ action }: CaseChange, wanted: boolean): Ticket['status'] {
  if (action === 'closed') return 'closed';
  return action === 'reopened' || wanted ? 'open' : undefined;
}

function isOlder(asOf: string, known: string): boolean {
  // Comparisons with NaN are false: a ticket that does not say how old its state is takes every change.
  return Date.parse(asOf) < Date.parse(known);
}

/** Somebody else was faster: the next attempt finds the ticket. */
function created(answer: TargetAnswer): TargetAnswer {
  const conflict = answer.kind === 'refused' && answer.status === 409;
  return conflict ? { kind: 'later', reason: answer.reason } : answer;
}
