import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { ConsumerObserver } from '../bus/consumer-options.ts';
import type { ConsumerStatus } from '../bus/consumer-status.ts';
import type { DeliveryObserver } from './deliver/settle-tried.ts';

export type DispatchMetrics = ConsumerObserver & DeliveryObserver;

const seconds = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** What dispatch counts; the lag of the matcher is asked for when the metrics are read. */
export function createDispatchMetrics(
  registry: Registry,
  status: () => ConsumerStatus,
  onMatches: (subscriptionIds: readonly string[]) => void,
): DispatchMetrics {
  const registers = [registry];
  const batches = new Counter({
    name: 'hub_dispatch_batches_total',
    help: 'Batches of the matcher by outcome.',
    labelNames: ['outcome'],
    registers,
  });
  const matched = new Counter({
    name: 'hub_dispatch_matched_total',
    help: 'Deliveries made by the matcher.',
    registers,
  });
  const attempts = new Counter({
    name: 'hub_delivery_attempts_total',
    help: 'Attempts by what they came to.',
    labelNames: ['outcome'],
    registers,
  });
  const attemptSeconds = new Histogram({
    name: 'hub_delivery_attempt_seconds',
    help: 'How long attempts took.',
    labelNames: ['outcome'],
    buckets: seconds,
    registers,
  });
  const first = new Histogram({
    name: 'hub_delivery_first_attempt_seconds',
    help: 'From the recording of an event to the first attempt to deliver it.',
    buckets: seconds,
    registers,
  });
  const circuits = new Counter({
    name: 'hub_delivery_circuits_opened_total',
    help: 'Times an endpoint was left to rest because it failed again and again.',
    registers,
  });
  new Gauge({
    name: 'hub_dispatch_lag_events',
    help: 'Events the matcher has not looked at yet.',
    registers,
    collect() {
      this.set(status().lagEvents);
    },
  });
  return {
    finished(_ref, _events, _seconds, { matched: found }) {
      batches.inc({ outcome: 'finished' });
      const matches = found?.stretch.matches ?? [];
      if (matches.length === 0) return;
      matched.inc(matches.length);
      onMatches([...new Set(matches.map(({ subscription_id }) => subscription_id))]);
    },
    fenced: () => batches.inc({ outcome: 'fenced' }),
    failed: () => batches.inc({ outcome: 'failed' }),
    quarantined: () => batches.inc({ outcome: 'quarantined' }),
    attempted(outcome, duration) {
      attempts.inc({ outcome });
      attemptSeconds.observe({ outcome }, duration);
    },
    firstAttempt: (duration) => first.observe(Math.max(0, duration)),
    circuitOpened: () => circuits.inc(),
  };
}
