import { compileTemplate } from '@activity-hub/contracts/filter/transform-template';
import { releaseLeases } from '@activity-hub/db/deliveries/release-leases';
import { noteCircuit } from '@activity-hub/db/subscriptions/note-circuit';
import type { SubscriptionRow } from '@activity-hub/db/subscriptions/subscription-row';
import { dispatchEvent } from '../dispatch-event.ts';
import { defaultBreakerRules, EndpointBreaker } from '../webhook/endpoint-breaker.ts';
import { Endpoint, type Leased } from './endpoint.ts';
import { openTransport, type TransportSources } from './open-transport.ts';
import { Pace } from './pace.ts';
import { type SettlingOptions, settleTried } from './settle-tried.ts';
import type { Tried } from './transport.ts';

export interface EndpointSources extends TransportSources, SettlingOptions {
  readonly logger: SettlingOptions['logger'];
  readonly now: () => number;
  /** A subscription can take more. */
  readonly onRoom: (subscriptionId: string) => void;
}

/** Makes the endpoint of a subscription as it is now. */
export function endpointOpener(sources: EndpointSources): (row: SubscriptionRow) => Promise<Endpoint> {
  return async (row) => {
    const { sql, now, onRoom } = sources;
    const { subscription_id: id, template, rate_per_second: rate, concurrency } = row;
    const breaker = new EndpointBreaker(now, defaultBreakerRules, (until) => void showCircuit(sources, id, until));
    return new Endpoint({
      concurrency,
      breaker,
      template: template === null ? undefined : compileTemplate(template),
      transport: await openTransport(sources, row),
      pace: rate === null ? undefined : new Pace(rate, now),
      record: (leased, tried) => logged(sources, id, settleTried(sources, row, leased, tried)),
      putBack: (leased) => logged(sources, id, releaseLeases(sql, leased.map(leaseOf))),
      onOpened: (tried) => void tellOpened(sources, row, tried, breaker.openUntil),
      onRoom: () => onRoom(id),
    });
  };
}

/** What fails here comes again when its lease ends; nobody waits for it who could do anything else about it. */
async function logged({ logger }: EndpointSources, id: string, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    logger.error({ err: error, subscription_id: id }, 'dispatch.not_settled');
  }
}

function leaseOf({ claimed: { row }, lease }: Leased) {
  const { subscription_id, lane, offset, generation } = row;
  return { subscription_id, lane, offset, generation, lease };
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
