import { randomUUID } from 'node:crypto';
import { demandAccess } from '@activity-hub/contracts/access/access-level';
import type { Act } from '@activity-hub/contracts/access/act';
import type {
  Acknowledged,
  Acknowledgement,
  PulledDeliveries,
  PullRequest,
} from '@activity-hub/contracts/dispatch/delivery';
import { HubError } from '@activity-hub/contracts/errors';
import { compileTemplate } from '@activity-hub/contracts/filter/transform-template';
import { claimDeliveries } from '@activity-hub/db/deliveries/claim-deliveries';
import { type FinishedAttempt, finishAttempts } from '@activity-hub/db/deliveries/finish-attempts';
import { getDelivery } from '@activity-hub/db/deliveries/get-delivery';
import { deliveryBody } from '../deliver/delivery-body.ts';
import { finishedAttempt } from '../deliver/finished-attempt.ts';
import { unsent } from '../deliver/unsent.ts';
import { webhookIdOf } from '../deliver/webhook-id-of.ts';
import { defaultRetryRules } from '../webhook/judge-attempt.ts';
import { deliveryKeyOf, encodeDeliveryId } from './delivery-id.ts';
import type { DispatchSources } from './dispatch-sources.ts';
import { existingSubscription } from './read-subscription-views.ts';

/** @throws HubError not_found, forbidden, not_pullable */
async function pulled(sources: DispatchSources, id: string, { actor }: Act) {
  const row = await existingSubscription(sources, id);
  // A key of another subscriber may read, and still must not take what is not its own.
  if (actor.kind !== 'key' || actor.key_id !== row.destination['key_id']) demandAccess(actor, 'admin');
  if (row.destination['kind'] !== 'pull')
    throw new HubError(
      'not_pullable',
      'The hub sends what this subscription gets; only those of kind "pull" are pulled.',
      {
        pointer: '/subscription_id',
      },
    );
  if (row.state !== 'active')
    throw new HubError('not_pullable', `The subscription is ${row.state}. An admin can resume it.`, {
      pointer: '/subscription_id',
    });
  return row;
}

/** Takes what is due. What cannot be shown becomes a dead letter and is not in the answer. */
export async function pull(sources: DispatchSources, request: PullRequest, act: Act): Promise<PulledDeliveries> {
  const { subscription_id: id, limit, lease_seconds } = request;
  const row = await pulled(sources, id, act);
  const template = row.template === null ? undefined : compileTemplate(row.template);
  const lease = randomUUID();
  const claimed = await claimDeliveries(sources.changes, {
    subscriptionId: id,
    lease,
    leaseSeconds: lease_seconds,
    limit,
  });
  const items: PulledDeliveries['items'] = [];
  const broken: FinishedAttempt[] = [];
  for (const delivery of claimed) {
    const made = deliveryBody(delivery, template);
    if ('never' in made) {
      const tried = unsent('rejected', made.never.code, made.never.sentence);
      broken.push(finishedAttempt(delivery.row, lease, tried, judging(sources)));
      continue;
    }
    items.push({
      ack_id: `${encodeDeliveryId(delivery.row)}.${lease}`,
      webhook_id: webhookIdOf(delivery.row),
      attempt: delivery.row.attempts + 1,
      body: made.body as PulledDeliveries['items'][number]['body'],
    });
  }
  await finishAttempts(sources.changes, broken);
  return { items };
}

function judging({ now }: DispatchSources) {
  return { rules: defaultRetryRules, now: now(), random: Math.random() };
}

/** Settles what was pulled, while its lease lasts. */
export async function acknowledge(sources: DispatchSources, wanted: Acknowledgement, act: Act): Promise<Acknowledged> {
  await pulled(sources, wanted.subscription_id, act);
  const attempts: FinishedAttempt[] = [];
  for (const ackId of new Set(wanted.ack_ids)) {
    const attempt = await attemptOf(sources, wanted, ackId);
    if (attempt !== undefined) attempts.push(attempt);
  }
  const acknowledged = await finishAttempts(sources.changes, attempts);
  return { acknowledged, unknown: new Set(wanted.ack_ids).size - acknowledged };
}

async function attemptOf(
  sources: DispatchSources,
  { subscription_id, outcome, reason = '' }: Acknowledgement,
  ackId: string,
): Promise<FinishedAttempt | undefined> {
  const [id = '', lease = ''] = ackId.split('.');
  if (!/^[0-9a-f-]{36}$/.test(lease)) return undefined;
  const key = deliveryKeyOf(subscription_id, id);
  const found = key === undefined ? undefined : await getDelivery(sources.changes, key);
  if (found === undefined) return undefined;
  const settled = { delivered: 'delivered', retry: undefined, reject: 'rejected' } as const;
  const words = reason === '' ? `The puller said ${outcome}.` : reason;
  return finishedAttempt(found.row, lease, unsent(settled[outcome], 'failed', words), judging(sources));
}
