import { severities } from '@activity-hub/contracts/plugin/detector';
import { z } from 'zod';
import { httpAddress } from '../http/http-address.ts';

const name = z.string().max(255);

const route = z.strictObject({
  kind: name.default('*').describe('Kind of case, or * for every kind.'),
  min_severity: z.enum(severities).default('high').describe('The lowest severity that makes a ticket.'),
  assignee: name.default('').describe('Who gets the ticket: an id of the CRM; empty leaves it to the CRM.'),
});
export type CrmRoute = z.infer<typeof route>;

const bitrix24 = z.strictObject({
  entity_type_id: z.int().min(1).default(128).describe('Smart process or other CRM type that holds the tickets.'),
  case_field: name.default('xmlId').describe('Field that holds the id of the case. It must be kept by the type.'),
  body_field: name.default('sourceDescription').describe('Field that holds the text.'),
  as_of_field: name
    .default('')
    .describe('Own text field for the state a ticket shows; empty: old events are not told apart.'),
  open_stage: name.default('').describe('Stage of an open ticket, for example DT128_1:NEW; empty: the first one.'),
  closed_stage: name.default('').describe('Stage of a closed ticket, for example DT128_1:SUCCESS.'),
});

const hubspot = z.strictObject({
  case_property: name
    .default('activity_hub_case_id')
    .describe('Ticket property with unique values for the id of the case.'),
  as_of_property: name.default('activity_hub_as_of').describe('Ticket property (text) for the state a ticket shows.'),
  pipeline: name.default('0').describe('Pipeline of the tickets.'),
  open_stage: name.default('1').describe('Stage of an open ticket.'),
  closed_stage: name.default('4').describe('Stage of a closed ticket.'),
});

export const crmConfig = z.strictObject({
  driver: z.enum(['generic', 'bitrix24', 'hubspot']).default('generic').describe('Which CRM it is.'),
  url: httpAddress.default('').meta({
    secret: true,
    description: 'Address of the CRM. That of a Bitrix24 webhook holds its key, so it is treated as a secret.',
  }),
  token: z
    .string()
    .max(4_096)
    .default('')
    .meta({ secret: true, description: 'Sent as a bearer token; Bitrix24 needs none.' }),
  timeout_seconds: z.number().min(1).max(120).default(10).describe('How long to wait for an answer.'),
  routes: z
    .array(route)
    .max(100)
    .default([{ kind: '*', min_severity: 'high', assignee: '' }])
    .describe('Which cases become tickets by themselves; the first route that fits counts.'),
  bitrix24: bitrix24.prefault({}).describe('Only for the driver bitrix24.'),
  hubspot: hubspot.prefault({}).describe('Only for the driver hubspot.'),
});
export type CrmConfig = z.infer<typeof crmConfig>;
