import { setTimeout as delay } from 'node:timers/promises';
import { compileTemplate } from '@activity-hub/contracts/filter/transform-template';
import { noteCircuit } from '@activity-hub/db/subscriptions/note-circuit';
import type { SubscriptionRow } from '@activity-hub/db/subscriptions/subscription-row';
import { dispatchEvent } from '../dispatch-event.ts';
import { defaultBreakerRules, EndpointBreaker } from '../webhook/endpoint-breaker.ts';
import { Endpoint } from './endpoint.ts';
import type { HeldDeliveries } from './held-deliveries.ts';
import { openTransport, type TransportSources } from './open-transport.ts';
import { Pace } from './pace.ts';
import { type SettlingOptions, settleTried } from './settle-tried.ts';
import type { Tried } from './transport.ts';

const unsettledMs = 5_000;

export interface EndpointSources extends TransportSources, SettlingOptions {
  readonly logger: SettlingOptions['logger'];
  /** A subscription can take more; `ordered`: and what waited for what is done now. */
  readonly onRoom: (subscriptionId: string, ordered: boolean) => void;
}

/** Makes the endpoint of a subscription as it is now. */
export function endpointOpener(
  sources: EndpointSources,
): (row: SubscriptionRow, held: HeldDeliveries) => Promise<Endpoint> {
  return async (row, held) => {
    const { now, onRoom } = sources;
    const { subscription_id: id, template, rate_per_second: rate, concurrency } = row;
    const breaker = new EndpointBreaker(now, defaultBreakerRules, (until) => void showCircuit(sources, id, until));
    const transport = await openTransport(sources, row);
    return new Endpoint({
      concurrency: Math.min(concurrency, transport.width ?? concurrency),
      breaker,
      held,
      now,
      template: template === null ? undefined : compileTemplate(template),
      transport,
      pace: rate === null ? undefined : new Pace(rate, now),
      record: (delivery, tried) => logged(sources, id, settleTried(sources, row, delivery, tried)),
      onOpened: (tried) => void tellOpened(sources, row, tried, breaker.openUntil),
      onRoom: () => onRoom(id, row.fifo),
    });
  };
}

/** What fails here is due still, and must not be sent again at once: so it is held back for a while. */
async function logged({ logger }: EndpointSources, id: string, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    logger.error({ err: error, subscription_id: id }, 'dispatch.not_settled');
    await delay(unsettledMs);
  }
}

/** Never throws: whether it is shown changes nothing of what is sent. */
async function showCircuit({ sql, logger }: EndpointSources, id: string, until: number | undefined): Promise<void> {
  try {
    await noteCircuit(sql, id, until === undefined ? null : new Date(until).toISOString());
  } catch (failure) {
    logger.warn({ err: failure, subscription_id: id }, 'dispatch.circuit_not_shown');
  }
}

/** Never throws: whether it is told changes nothing of what is sent. */
async function tellOpened(
  { eventStore, observer, logger, now }: EndpointSources,
  { subscription_id, name }: SubscriptionRow,
  { error, status }: Tried,
  openUntil: number,
): Promise<void> {
  observer.circuitOpened();
  const until = new Date(openUntil).toISOString();
  const reason = error?.sentence ?? `It answered ${status ?? 'nothing'}.`;
  const subscription = { subscription_id, name };
  try {
    await eventStore.append([
      dispatchEvent({ kind: 'subscription.circuit_opened', subscription, subject: until, at: now(), reason }),
    ]);
  } catch (failure) {
    logger.warn({ err: failure, subscription_id }, 'dispatch.circuit_not_told');
  }
}
