import type { RecordedEvent } from '@activity-hub/contracts/event';
import type { DeliveryResult, Sink } from '@activity-hub/contracts/plugin/sink';
import { resultOf } from '../http/target-answer.ts';
import { applyChange } from './apply-change.ts';
import { caseChangeOf } from './case-change.ts';
import { type CrmConfig, crmConfig } from './crm-config.ts';
import type { CrmDriver } from './crm-driver.ts';
import { driverFor } from './driver-for.ts';

/** One ticket per case: made by the routes or by a person, kept up to date, closed with the case. */
export const crm: Sink<CrmConfig> = {
  manifest: {
    id: 'crm',
    version: '1.0.0',
    kind: 'sink',
    hub: '^0.1.0',
    title: { en: 'CRM', ru: 'CRM' },
    description: {
      en: 'Makes a ticket of a case, by kind and severity or when a person escalates it, and closes it with the case.',
      ru: 'Создаёт обращение по случаю — по виду и важности или когда его передаёт человек — и закрывает вместе с ним.',
    },
    config: crmConfig,
    topics: ['activity.anomaly.detected', 'activity.case.*'],
    scope: 'stream',
    windows: [],
    emits: [],
  },

  async connect(config, context) {
    const driver = driverFor(config, context);
    // One batch at a time: two could both find no ticket and make one each.
    let turn: Promise<unknown> = Promise.resolve();
    return {
      deliver(batch) {
        const results = turn.then(() => deliverBatch(driver, config, batch));
        turn = results;
        return results;
      },
      async close() {},
    };
  },
};

async function deliverBatch(
  driver: CrmDriver,
  config: CrmConfig,
  batch: readonly RecordedEvent[],
): Promise<readonly DeliveryResult[]> {
  const results: DeliveryResult[] = [];
  // None after one that has to wait: the changes of a case keep their order.
  let waiting: DeliveryResult | undefined;
  for (const event of batch) {
    const result: DeliveryResult =
      waiting === undefined ? await deliverOne(driver, config, event) : { ...waiting, event_id: event.event_id };
    results.push(result);
    if (result.outcome === 'retry') waiting = result;
  }
  return results;
}

async function deliverOne(driver: CrmDriver, config: CrmConfig, event: RecordedEvent): Promise<DeliveryResult> {
  const { event_id } = event;
  const change = caseChangeOf(event);
  if (change === undefined) return { event_id, outcome: 'delivered' };
  if (typeof change === 'string') return { event_id, outcome: 'reject', reason: change };
  const answer = await applyChange(driver, change, config.routes);
  return answer.kind === 'taken' ? { event_id, outcome: 'delivered' } : resultOf(event_id, answer);
}
