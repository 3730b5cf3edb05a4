import { severities } from '@activity-hub/contracts/plugin/detector';
import { z } from 'zod';

const id = z.string().min(1).max(255);
const text = z.string().max(4_096);

const ticketFields = {
  case_id: z.guid().describe('One ticket per case: the same for every change of it.'),
  title: text,
  body: text,
  severity: z.enum(severities),
  status: z.enum(['open', 'closed']).optional().describe('Left out: as it is.'),
  assignee: id.optional().describe('Left out: as it is.'),
  detector: text,
  kind: text,
  user_id: z.guid().nullable(),
  event_id: z.guid().describe('The event of the hub that this state comes from.'),
  as_of: z.iso.datetime({ offset: true }).describe('When the hub recorded it. Give it back when asked for the ticket.'),
};

/** What the driver `generic` creates. */
export const genericTicket = z.strictObject(ticketFields);

/** What it changes an existing ticket to. */
export const genericTicketChange = genericTicket.partial({ title: true, severity: true });

export const genericTickets = z.looseObject({
  items: z.array(z.looseObject({ id, case_id: z.string(), as_of: z.string().optional() })),
});
