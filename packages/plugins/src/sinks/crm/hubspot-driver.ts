import { z } from 'zod';
import type { CrmConfig } from './crm-config.ts';
import type { AskCrm, CrmDriver, TicketChange } from './crm-driver.ts';

const TICKETS = '/crm/v3/objects/tickets';
const known = z.looseObject({ id: z.string(), properties: z.record(z.string(), z.string().nullish()) });
const priorities = { low: 'LOW', medium: 'MEDIUM', high: 'HIGH', critical: 'URGENT' } as const;

/**
 * Tickets of the API v3. A ticket is read by its property with unique values and not searched: the search knows a
 * new ticket only after a while, and in that while a case would get a second one.
 */
export function hubspotDriver(ask: AskCrm, settings: CrmConfig['hubspot']): CrmDriver {
  const { case_property, as_of_property } = settings;
  return {
    async find(caseId) {
      const query = new URLSearchParams({
        idProperty: case_property,
        properties: `${case_property},${as_of_property}`,
      });
      const answer = await ask('GET', `${TICKETS}/${encodeURIComponent(caseId)}?${query.toString()}`);
      if (answer.kind === 'refused' && answer.status === 404) return { kind: 'found', ticket: undefined };
      if (answer.kind !== 'taken') return answer;
      const ticket = known.safeParse(answer.body);
      if (!ticket.success) return { kind: 'later', reason: 'its ticket cannot be read' };
      const { id, properties } = ticket.data;
      return { kind: 'found', ticket: { id, as_of: properties[as_of_property] ?? '' } };
    },
    create: (ticket) =>
      ask('POST', TICKETS, {
        properties: {
          ...propertiesOf(ticket, settings),
          [case_property]: ticket.case_id,
          hs_pipeline: settings.pipeline,
        },
      }),
    update: ({ id }, ticket) =>
      ask('PATCH', `${TICKETS}/${encodeURIComponent(id)}`, { properties: propertiesOf(ticket, settings) }),
  };
}

function propertiesOf(ticket: TicketChange, settings: CrmConfig['hubspot']): Record<string, string> {
  return {
    ...(ticket.title === undefined ? {} : { subject: ticket.title }),
    content: ticket.body,
    ...(ticket.severity === undefined ? {} : { hs_ticket_priority: priorities[ticket.severity] }),
    [settings.as_of_property]: ticket.as_of,
    ...(ticket.status === undefined ? {} : { hs_pipeline_stage: settings[`${ticket.status}_stage`] }),
    ...(ticket.assignee === undefined ? {} : { hubspot_owner_id: ticket.assignee }),
  };
}
