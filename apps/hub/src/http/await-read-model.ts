import { HubError } from '@activity-hub/contracts/errors';
import type { BatchAnswer, Verdict } from '@activity-hub/contracts/receipt';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { DemandedWait, ReceiptWaiter } from '../watch/receipt-waiter.ts';

const demands = new WeakMap<FastifyRequest, DemandedWait>();

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** What the headers ask to wait for, as they say. */
export function waitHeadersOf({ headers }: FastifyRequest): readonly [string | undefined, string | undefined] {
  return [textOf(headers['activity-wait']), textOf(headers['activity-wait-ms'])];
}

function verdictsOf(answer: unknown): readonly Verdict[] | undefined {
  if (typeof answer !== 'object' || answer === null) return undefined;
  if ('receipt' in answer) return [answer as Verdict];
  return 'items' in answer && Array.isArray(answer.items) ? (answer as BatchAnswer).items : undefined;
}

/**
 * `?wait=projected` or `Activity-Wait: projected` (or the id of a processor), with `wait_ms` or
 * `Activity-Wait-Ms`: the answer to a published event or batch is held back until that read model has seen
 * it. What is asked for is judged before anything is taken, and the status of the answer never changes.
 * Register it before the routes.
 */
export function registerReadModelWait(server: FastifyInstance, waiter: ReceiptWaiter): void {
  server.addHook('onRequest', async (request) => {
    if (request.routeOptions.config.access !== 'publish') return;
    const { wait, wait_ms } = request.query as { readonly wait?: unknown; readonly wait_ms?: unknown };
    const [named, limit] = waitHeadersOf(request);
    const demand = await waiter.demanded(textOf(wait) ?? named, textOf(wait_ms) ?? limit);
    if (demand === undefined) return;
    if (request.headers['content-type']?.includes('ndjson') === true) {
      const detail = 'A stream of events cannot wait: send it, and wait with the last event in a request of its own.';
      throw new HubError('invalid_query', detail, { pointer: '/wait' });
    }
    demands.set(request, demand);
  });
  server.addHook('preSerialization', async (request, _reply, answer: unknown) => {
    const demand = demands.get(request);
    const verdicts = demand === undefined ? undefined : verdictsOf(answer);
    if (demand === undefined || verdicts === undefined) return answer;
    return { ...(answer as object), waited: await waiter.wait(verdicts, demand) };
  });
}
