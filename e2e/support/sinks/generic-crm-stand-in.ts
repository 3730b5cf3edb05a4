import { contractDocument } from './contract-document.ts';
import { CrmMemory, type CrmStandIn } from './crm-stand-in.ts';
import { type StandInAnswer, type StandInRequest, startStandInServer } from './stand-in-server.ts';

interface SentTicket {
  readonly case_id: string;
  readonly event_id: string;
  readonly title?: string;
  readonly body: string;
  readonly status?: 'open' | 'closed';
  readonly assignee?: string;
  readonly as_of: string;
}

/** A CRM as `docs/api/subsystems/crm.json` describes it. */
export async function startGenericCrm(): Promise<CrmStandIn> {
  const document = contractDocument('crm');
  const [checkTicket, checkChange] = [document.check('Ticket'), document.check('TicketChange')];
  const memory = new CrmMemory();
  const token = 'token-of-the-crm-77aa';

  const server = await startStandInServer((request, violate) => {
    const { method, path, headers } = request;
    if (headers.authorization !== `Bearer ${token}`) return { status: 401 };
    if (method === 'GET' && path === '/tickets') return find(memory, request);
    const id = /^\/tickets\/([^/]+)$/.exec(path)?.[1];
    const isPost = method === 'POST' && path === '/tickets';
    if (!isPost && !(method === 'PATCH' && id !== undefined)) throw new Error('not in the document');
    const ticket = JSON.parse(request.body.toString('utf8')) as SentTicket;
    const faults = (isPost ? checkTicket : checkChange)(ticket);
    for (const fault of faults) violate(fault);
    if (headers['idempotency-key'] !== (isPost ? ticket.case_id : ticket.event_id)) violate('a wrong Idempotency-Key');
    if (memory.refused.has(ticket.event_id)) return { status: 422, body: { title: 'not for us' } };
    return isPost ? create(memory, ticket) : change(memory, id ?? '', ticket);
  });
  return Object.assign(server, {
    config: { driver: 'generic', url: server.url, token },
    tickets: memory.tickets,
    applied: memory.applied,
    refuse: (eventId: string) => void memory.refused.add(eventId),
  });
}

function find(memory: CrmMemory, { query }: StandInRequest): StandInAnswer {
  const items = memory.tickets.filter((ticket) => ticket.case_id === query.get('case_id'));
  return { status: 200, body: { items: items.map(({ id, case_id, as_of }) => ({ id, case_id, as_of })) } };
}

function create(memory: CrmMemory, sent: SentTicket): StandInAnswer {
  const { case_id, title = '', body, as_of, assignee = '' } = sent;
  const { id } = memory.create({ case_id, title, body, as_of, assignee, open: sent.status === 'open' });
  memory.applied.add(memory.eventOf(body));
  return { status: 201, body: { id } };
}

function change(memory: CrmMemory, id: string, sent: SentTicket): StandInAnswer {
  const { title, body, as_of, status } = sent;
  memory.change(id, {
    body,
    as_of,
    ...(title === undefined ? {} : { title }),
    ...(status === undefined ? {} : { open: status === 'open' }),
  });
  memory.applied.add(memory.eventOf(body));
  return { status: 204 };
}
