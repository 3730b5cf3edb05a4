import type { SubscriptionPorts } from '@activity-hub/contracts/api/subscriptions-ports';
import type { SinkList } from '@activity-hub/contracts/dispatch/subscription';
import { countDead } from '@activity-hub/db/deliveries/count-dead';
import { groupDeadLetters } from '@activity-hub/db/deliveries/group-dead-letters';
import { readRuns } from '@activity-hub/db/deliveries/redrives/read-runs';
import { listSinks } from '@activity-hub/db/subscriptions/list-sinks';
import { translatedFailures } from '../../query/translated-failures.ts';
import {
  changeSubscription,
  createSubscription,
  removeSubscriptionOf,
  rotateSecret,
  switchSubscription,
} from './change-subscriptions.ts';
import { readDeliveryDetail, readDeliveryPage } from './delivery-views.ts';
import type { DispatchSources } from './dispatch-sources.ts';
import { failureOfFingerprint } from './failure-of.ts';
import { acknowledge, pull } from './pull.ts';
import { existingSubscription, readSubscriptionPage, readSubscriptionView } from './read-subscription-views.ts';
import { discard, estimateRedrive, readRun, resend, runOf, skip, startRedrive, steerRedrive } from './repairs.ts';
import { tryFilter } from './try-filter.ts';

const listedGroups = 200;

/** What can be asked of subscriptions and done with them, from beside the process that sends. */
export function createSubscriptionPorts(sources: DispatchSources): SubscriptionPorts {
  const { sql } = sources;
  return translatedFailures<SubscriptionPorts>({
    list: (search) => readSubscriptionPage(sources, search),
    get: (id) => readSubscriptionView(sources, id),
    create: (draft, act) => createSubscription(sources, draft, act),
    change: (change, act) => changeSubscription(sources, change, act),
    remove: (id, act) => removeSubscriptionOf(sources, id, act),
    pause: (id, act) => switchSubscription(sources, 'pause', id, act),
    resume: (id, act) => switchSubscription(sources, 'resume', id, act),
    rotateSecret: (rotation, act) => rotateSecret(sources, rotation, act),
    sinks: async () => ({ items: (await listSinks(sql)) as SinkList['items'] }),
    tryFilter: (trial) => tryFilter(sources, trial),
    deliveries: (search) => readDeliveryPage(sql, search),
    delivery: (query) => readDeliveryDetail(sql, query),
    async deadLetters(subscriptionId) {
      if (subscriptionId !== undefined) await existingSubscription(sources, subscriptionId);
      const [items, total] = [
        await groupDeadLetters(sql, subscriptionId, listedGroups),
        await countDead(sql, subscriptionId),
      ];
      return {
        items: items.map((group) => ({ ...group, reason_code: failureOfFingerprint(group.fingerprint) })),
        total,
      };
    },
    resend: (wanted, act) => resend(sources, wanted, act),
    skip: (query, act) => skip(sources, query, act),
    discard: (wanted, act) => discard(sources, wanted, act),
    estimateRedrive: (plan) => estimateRedrive(sources, plan),
    startRedrive: (start, act) => startRedrive(sources, start, act),
    async redrives(subscriptionId) {
      await existingSubscription(sources, subscriptionId);
      return (await readRuns(sql, { subscription_id: subscriptionId })).map(runOf);
    },
    redrive: (runId) => readRun(sources, runId),
    steerRedrive: (runId, step, act) => steerRedrive(sources, runId, step, act),
    pull: (request, act) => pull(sources, request, act),
    acknowledge: (wanted, act) => acknowledge(sources, wanted, act),
  });
}
