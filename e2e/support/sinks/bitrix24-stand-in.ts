import { CrmMemory, type CrmStandIn, type StandInTicket } from './crm-stand-in.ts';
import { type StandInAnswer, startStandInServer } from './stand-in-server.ts';

const TYPE = 134;
const KEY = 'k3yofthewebhook0';
const stages: Readonly<Record<string, boolean>> = { 'DT134_1:NEW': true, 'DT134_1:SUCCESS': false };
const kept = ['title', 'xmlId', 'sourceDescription', 'stageId', 'assignedById', 'ufCrmAsOf'];

interface Call {
  readonly entityTypeId: number;
  readonly id?: number;
  readonly filter?: Readonly<Record<string, unknown>>;
  readonly fields?: Readonly<Record<string, string | number | undefined>>;
}

/** An incoming webhook of Bitrix24 with one smart process, as far as its documentation tells. */
export async function startBitrix24(): Promise<CrmStandIn> {
  const memory = new CrmMemory();
  const server = await startStandInServer(({ method, path, body }, violate) => {
    const called = /^\/rest\/1\/([^/]+)\/crm\.item\.(list|add|update)\.json$/.exec(path);
    if (method !== 'POST' || called === null) throw new Error('no method of the webhook');
    if (called[1] !== KEY) return { status: 401, body: { error: 'INVALID_CREDENTIALS' } };
    const call = JSON.parse(body.toString('utf8')) as Call;
    if (call.entityTypeId !== TYPE) return { status: 400, body: { error: 'NOT_FOUND' } };
    if (called[2] === 'list') return list(memory, call);
    for (const field of Object.keys(call.fields ?? {})) if (!kept.includes(field)) violate(`no field ${field}`);
    const text = String(call.fields?.['sourceDescription']);
    if (memory.refused.has(memory.eventOf(text))) return { status: 400, body: { error: 'CRM_FIELD_ERROR' } };
    const ticket = called[2] === 'add' ? add(memory, call) : update(memory, call);
    memory.applied.add(memory.eventOf(text));
    return { status: 200, body: { result: { item: itemOf(ticket) } } };
  });
  const bitrix24 = {
    entity_type_id: TYPE,
    as_of_field: 'ufCrmAsOf',
    open_stage: 'DT134_1:NEW',
    closed_stage: 'DT134_1:SUCCESS',
  };
  return Object.assign(server, {
    config: { driver: 'bitrix24', url: `${server.url}/rest/1/${KEY}/`, bitrix24 },
    tickets: memory.tickets,
    applied: memory.applied,
    refuse: (eventId: string) => void memory.refused.add(eventId),
  });
}

/** A filter by a field that the type does not have is ignored, so all items come back. */
function list(memory: CrmMemory, { filter = {} }: Call): StandInAnswer {
  const wanted = filter['=xmlId'];
  const items = memory.tickets.filter((ticket) => wanted === undefined || ticket.case_id === wanted).map(itemOf);
  return { status: 200, body: { result: { items }, total: items.length } };
}

function add(memory: CrmMemory, { fields = {} }: Call): StandInTicket {
  return memory.create({
    // A field that the type does not have is dropped without a word.
    case_id: String(fields['xmlId'] ?? `lost-${memory.tickets.length}`),
    title: String(fields['title']),
    body: String(fields['sourceDescription']),
    as_of: String(fields['ufCrmAsOf'] ?? ''),
    assignee: String(fields['assignedById'] ?? ''),
    open: openIn(fields['stageId']),
  });
}

function update(memory: CrmMemory, { id, fields = {} }: Call): StandInTicket {
  return memory.change(String(id), {
    body: String(fields['sourceDescription']),
    as_of: String(fields['ufCrmAsOf'] ?? ''),
    ...(fields['title'] === undefined ? {} : { title: String(fields['title']) }),
    ...(fields['stageId'] === undefined ? {} : { open: openIn(fields['stageId']) }),
  });
}

function openIn(stage: string | number | undefined): boolean {
  const open = stages[String(stage)];
  if (open === undefined) throw new Error(`there is no stage ${stage}`);
  return open;
}

function itemOf({ id, case_id, title, as_of }: StandInTicket): object {
  return { id: Number(id), xmlId: case_id, title, ufCrmAsOf: as_of };
}
