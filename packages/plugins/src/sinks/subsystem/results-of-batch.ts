import type { DeliveryResult } from '@activity-hub/contracts/plugin/sink';
import { withoutSecrets } from '@activity-hub/contracts/plugin/without-secrets';
import { resultOf, type TargetAnswer } from '../http/target-answer.ts';
import { type BatchAnswer, batchAnswer, type SubsystemItem } from './subsystem-contract.ts';

/** The result of every item of one request. A 2xx without results of its own takes all. */
export function resultsOfBatch(
  items: readonly SubsystemItem[],
  answer: TargetAnswer,
  secrets: readonly string[],
): DeliveryResult[] {
  if (answer.kind !== 'taken') return items.map((item) => resultOf(item.event_id, answer));
  const told = resultsIn(answer.body);
  if (told === 'none') return items.map(({ event_id }) => ({ event_id, outcome: 'delivered' }));
  if (told === 'unreadable') {
    return items.map(({ event_id }) => ({ event_id, outcome: 'retry', reason: 'its results cannot be read' }));
  }
  const byKey = new Map(told.map((result) => [result.idempotency_key, result]));
  return items.map((item) => resultOfItem(item, byKey.get(item.idempotency_key), secrets));
}

/** An answer that names items but breaks the contract must not pass for "all accepted". */
function resultsIn(body: unknown): BatchAnswer['items'] | 'none' | 'unreadable' {
  if (typeof body !== 'object' || body === null || !('items' in body)) return 'none';
  const answer = batchAnswer.safeParse(body);
  return answer.success ? answer.data.items : 'unreadable';
}

function resultOfItem(
  { event_id }: SubsystemItem,
  told: BatchAnswer['items'][number] | undefined,
  secrets: readonly string[],
): DeliveryResult {
  if (told === undefined) return { event_id, outcome: 'retry', reason: 'the answer names no result for it' };
  if (told.status !== 'rejected') return { event_id, outcome: 'delivered' };
  const reason = withoutSecrets(told.reason ?? '', secrets).slice(0, 200);
  return { event_id, outcome: 'reject', reason: reason.trim() === '' ? 'rejected without a reason' : reason };
}
