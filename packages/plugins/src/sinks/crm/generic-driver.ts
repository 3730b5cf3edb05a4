import type { AskCrm, CrmDriver } from './crm-driver.ts';
import { genericTickets } from './generic-contract.ts';

/** Any CRM, or an adapter before one, that offers the small API of `docs/api/subsystems/crm.json`. */
export function genericDriver(ask: AskCrm): CrmDriver {
  return {
    async find(caseId) {
      const answer = await ask('GET', `/tickets?case_id=${encodeURIComponent(caseId)}`);
      if (answer.kind !== 'taken') return answer;
      const tickets = genericTickets.safeParse(answer.body);
      if (!tickets.success) return { kind: 'later', reason: 'its tickets cannot be read' };
      const found = tickets.data.items.find((ticket) => ticket.case_id === caseId);
      return { kind: 'found', ticket: found && { id: found.id, as_of: found.as_of ?? '' } };
    },
    create: (ticket) => ask('POST', '/tickets', ticket, { 'idempotency-key': ticket.case_id }),
    update: ({ id }, ticket) =>
      ask('PATCH', `/tickets/${encodeURIComponent(id)}`, ticket, { 'idempotency-key': ticket.event_id }),
  };
}
