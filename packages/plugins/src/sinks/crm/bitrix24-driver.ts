import { z } from 'zod';
import type { TargetAnswer } from '../http/target-answer.ts';
import type { CrmConfig } from './crm-config.ts';
import type { AskCrm, CrmDriver, TicketChange } from './crm-driver.ts';

const itemId = z.union([z.int(), z.string()]);
const listed = z.looseObject({ result: z.looseObject({ items: z.array(z.looseObject({ id: itemId })) }) });
const added = z.looseObject({ result: z.looseObject({ item: z.looseObject({ id: itemId }) }) });

/** An item of a smart process, through an incoming webhook: `crm.item.list`, `crm.item.add`, `crm.item.update`. */
export function bitrix24Driver(ask: AskCrm, settings: CrmConfig['bitrix24']): CrmDriver {
  const { entity_type_id: entityTypeId, case_field, as_of_field } = settings;
  const call = async (method: string, parameters: object): Promise<TargetAnswer> =>
    failureIn(await ask('POST', `/crm.item.${method}.json`, { entityTypeId, ...parameters }));
  // The CRM ignores a field that it does not have. Without the id of the case every event would make a ticket.
  let losesCase = false;
  const lossReason = `the field ${case_field} is not kept: set bitrix24.case_field to one that is`;

  return {
    async find(caseId) {
      if (losesCase) return { kind: 'later', reason: lossReason };
      const select = ['id', case_field, ...(as_of_field === '' ? [] : [as_of_field])];
      const answer = await call('list', { filter: { [`=${case_field}`]: caseId }, select, order: { id: 'ASC' } });
      if (answer.kind !== 'taken') return answer;
      const items = listed.safeParse(answer.body);
      if (!items.success) return { kind: 'later', reason: 'its items cannot be read' };
      const item = items.data.result.items.find((candidate) => candidate[case_field] === caseId);
      return { kind: 'found', ticket: item && { id: String(item.id), as_of: textOf(item[as_of_field]) } };
    },

    async create(ticket) {
      const answer = await call('add', { fields: { [case_field]: ticket.case_id, ...fieldsOf(ticket, settings) } });
      if (answer.kind !== 'taken') return answer;
      const made = added.safeParse(answer.body);
      losesCase = !made.success || made.data.result.item[case_field] !== ticket.case_id;
      return losesCase ? { kind: 'later', reason: lossReason } : answer;
    },

    update: ({ id }, ticket) => call('update', { id: Number(id), fields: fieldsOf(ticket, settings) }),
  };
}

function fieldsOf(ticket: TicketChange, settings: CrmConfig['bitrix24']): Record<string, unknown> {
  const stage = ticket.status === undefined ? '' : settings[`${ticket.status}_stage`];
  return {
    ...(ticket.title === undefined ? {} : { title: ticket.title }),
    [settings.body_field]: ticket.body,
    ...(stage === '' ? {} : { stageId: stage }),
    ...(ticket.assignee === undefined ? {} : { assignedById: Number(ticket.assignee) }),
    ...(settings.as_of_field === '' ? {} : { [settings.as_of_field]: ticket.as_of }),
  };
}

/** An error can come with status 200. */
function failureIn(answer: TargetAnswer): TargetAnswer {
  if (answer.kind !== 'taken') return answer;
  const { error } = (answer.body ?? {}) as { error?: unknown };
  if (error === undefined) return answer;
  // A code and nothing else: the text could hold anything.
  const code = typeof error === 'string' && /^\w+$/.test(error) ? error : 'without a code';
  return { kind: 'later', reason: `answered ${answer.status} with an error: ${code}` };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
