import { jsonSchemaOf } from '@activity-hub/contracts/event-types/payload-json-schema';
import { genericTicket, genericTicketChange, genericTickets } from './generic-contract.ts';

const idempotencyKey = (description: string) => ({
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  schema: { type: 'string', format: 'uuid' },
  description,
});
const body = (schema: string) => ({ 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } });
const retryAfter = { 'Retry-After': { description: 'Seconds, or a date: not before.', schema: { type: 'string' } } };
const others = {
  '401': { description: 'The token is not accepted. The request comes again, as after 403, 408 and 425.' },
  '422': { description: 'Refused for good, as by every 4xx that is not named here.' },
  '429': { description: 'Too fast. The request comes again.', headers: retryAfter },
  '503': { description: 'Not now. The request comes again, as after every 5xx.', headers: retryAfter },
};

/** The API that the driver `generic` of the sink `crm` talks to. */
export const crmOpenApi = {
  openapi: '3.1.0',
  info: {
    title: 'CRM: what Activity Hub asks for',
    version: '1.0.0',
    description:
      'The sink `crm` with the driver `generic` keeps one ticket per case. It looks for the ticket of a case before it makes one.',
  },
  security: [{ token: [] }],
  paths: {
    '/tickets': {
      get: {
        operationId: 'find_tickets',
        summary: 'The tickets of a case, open and closed',
        parameters: [{ name: 'case_id', in: 'query', required: true, schema: { type: 'string', format: 'uuid' } }],
        responses: { '200': { description: 'None or one.', content: body('Tickets') }, ...others },
      },
      post: {
        operationId: 'create_ticket',
        summary: 'Make the ticket of a case',
        parameters: [idempotencyKey('The case: a second request under it makes no second ticket.')],
        requestBody: { required: true, content: body('Ticket') },
        responses: {
          '201': { description: 'Made.' },
          '409': { description: 'The case has a ticket. It is looked for again.' },
          ...others,
        },
      },
    },
    '/tickets/{id}': {
      patch: {
        operationId: 'change_ticket',
        summary: 'Bring a ticket to a new state',
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
          idempotencyKey('The event that the state comes from.'),
        ],
        requestBody: { required: true, content: body('TicketChange') },
        responses: { '200': { description: 'Changed; 204 means the same.' }, ...others },
      },
    },
  },
  components: {
    securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    schemas: { Ticket: plain(genericTicket), TicketChange: plain(genericTicketChange), Tickets: plain(genericTickets) },
  },
};

function plain(schema: Parameters<typeof jsonSchemaOf>[0]): object {
  const { $schema: _dialect, ...rest } = jsonSchemaOf(schema);
  return rest;
}
