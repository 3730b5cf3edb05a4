import { CrmMemory, type CrmStandIn, type StandInTicket } from './crm-stand-in.ts';
import { type StandInAnswer, type StandInRequest, startStandInServer } from './stand-in-server.ts';

const TICKETS = '/crm/v3/objects/tickets';
const stages: Readonly<Record<string, boolean>> = { '1': true, '4': false };
const kept = [
  'subject',
  'content',
  'hs_ticket_priority',
  'hs_pipeline',
  'hs_pipeline_stage',
  'hubspot_owner_id',
  'activity_hub_case_id',
  'activity_hub_as_of',
];

type Properties = Readonly<Record<string, string>>;

/** The tickets API v3 of HubSpot with both properties of the hub, as far as its documentation tells. */
export async function startHubspot(): Promise<CrmStandIn> {
  const memory = new CrmMemory();
  const token = 'pat-eu1-0a1b2c3d';
  const server = await startStandInServer((request) => {
    if (request.headers.authorization !== `Bearer ${token}`) return { status: 401, body: { status: 'error' } };
    const id = new RegExp(`^${TICKETS}/([^/]+)$`).exec(request.path)?.[1];
    if (request.method === 'GET' && id !== undefined) return read(memory, id, request);
    const { properties } = JSON.parse(request.body.toString('utf8')) as { properties: Properties };
    const unknown = Object.keys(properties).filter((name) => !kept.includes(name));
    if (unknown.length > 0) throw new Error(`no property ${unknown.join(', ')}`);
    const eventId = memory.eventOf(properties['content'] ?? '');
    if (memory.refused.has(eventId)) return { status: 400, body: { category: 'VALIDATION_ERROR' } };
    const isPost = request.method === 'POST' && request.path === TICKETS;
    const ticket = isPost ? create(memory, properties) : change(memory, id ?? '', properties);
    memory.applied.add(eventId);
    return { status: isPost ? 201 : 200, body: objectOf(ticket) };
  });
  return Object.assign(server, {
    config: { driver: 'hubspot', url: server.url, token },
    tickets: memory.tickets,
    applied: memory.applied,
    refuse: (eventId: string) => void memory.refused.add(eventId),
  });
}

function read(memory: CrmMemory, id: string, { query }: StandInRequest): StandInAnswer {
  if (query.get('idProperty') !== 'activity_hub_case_id') throw new Error('not read by the id of the case');
  const ticket = memory.tickets.find((candidate) => candidate.case_id === id);
  return ticket === undefined
    ? { status: 404, body: { category: 'OBJECT_NOT_FOUND' } }
    : { status: 200, body: objectOf(ticket) };
}

function create(memory: CrmMemory, properties: Properties): StandInTicket {
  return memory.create({
    case_id: properties['activity_hub_case_id'] ?? '',
    title: properties['subject'] ?? '',
    body: properties['content'] ?? '',
    as_of: properties['activity_hub_as_of'] ?? '',
    assignee: properties['hubspot_owner_id'] ?? '',
    open: openIn(properties['hs_pipeline_stage']),
  });
}

function change(memory: CrmMemory, id: string, properties: Properties): StandInTicket {
  return memory.change(id, {
    body: properties['content'] ?? '',
    as_of: properties['activity_hub_as_of'] ?? '',
    ...(properties['subject'] === undefined ? {} : { title: properties['subject'] }),
    ...(properties['hs_pipeline_stage'] === undefined ? {} : { open: openIn(properties['hs_pipeline_stage']) }),
  });
}

function openIn(stage: string | undefined): boolean {
  const open = stages[stage ?? ''];
  if (open === undefined) throw new Error(`there is no stage ${stage}`);
  return open;
}

function objectOf({ id, case_id, title, as_of }: StandInTicket): object {
  return { id, properties: { subject: title, activity_hub_case_id: case_id, activity_hub_as_of: as_of } };
}
