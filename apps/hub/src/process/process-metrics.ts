import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { ConsumerObserver } from '../bus/consumer-options.ts';
import type { ConsumerStatus } from '../bus/consumer-status.ts';
import type { ProjectionObserver } from './running-projection.ts';

export type ProcessMetrics = ConsumerObserver & ProjectionObserver;

const labelNames = ['processor'];

/** What the process role counts; the lag is asked for when the metrics are read. */
export function createProcessMetrics(registry: Registry, statuses: () => readonly ConsumerStatus[]): ProcessMetrics {
  const counter = (name: string, help: string, more: readonly string[] = []): Counter =>
    new Counter({ name, help, labelNames: [...labelNames, ...more], registers: [registry] });
  const events = counter(
    'hub_process_events_total',
    'Events of finished batches: folded, skipped (not its topic or key), failed (kept with the reason) or inserted.',
    ['outcome'],
  );
  const derived = counter('hub_process_derived_events_total', 'Derived events appended with a finished batch.');
  const findings = counter(
    'hub_process_findings_total',
    'Findings of detectors: opened or grouped into a case, or about the past.',
    ['outcome'],
  );
  const batches = counter('hub_process_batches_total', 'Batches by outcome.', ['outcome']);
  const tooDeep = counter(
    'hub_process_causation_too_deep_total',
    'Events not derived because the chain of causes was too long.',
  );
  const refolds = counter('hub_process_refolds_total', 'Keys folded again from their history.');
  const quarantines = counter('hub_process_quarantines_total', 'Times a processor was stopped for its own fault.');
  const seconds = new Histogram({
    name: 'hub_process_batch_seconds',
    help: 'Time from reading a batch to its durable end.',
    labelNames,
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  registerLag(registry, statuses);
  return {
    finished({ processor }, _count, duration, effects) {
      const { folded = 0, skipped = 0, refolded = 0, past_findings = 0, too_deep = 0 } = effects.counts ?? {};
      events.inc({ processor, outcome: 'folded' }, folded);
      events.inc({ processor, outcome: 'skipped' }, skipped);
      events.inc({ processor, outcome: 'failed' }, effects.faults.length);
      batches.inc({ processor, outcome: 'finished' });
      seconds.observe({ processor }, duration);
      derived.inc({ processor }, effects.derived.length);
      findings.inc({ processor, outcome: 'case' }, effects.findings.length);
      findings.inc({ processor, outcome: 'past' }, past_findings);
      refolds.inc({ processor }, refolded);
      tooDeep.inc({ processor }, too_deep);
    },
    inserted({ processor }, count, duration) {
      events.inc({ processor, outcome: 'inserted' }, count);
      batches.inc({ processor, outcome: 'finished' });
      seconds.observe({ processor }, duration);
    },
    fenced: ({ processor }) => batches.inc({ processor, outcome: 'fenced' }),
    failed: ({ processor }) => batches.inc({ processor, outcome: 'failed' }),
    quarantined: ({ processor }) => quarantines.inc({ processor }),
  };
}

function registerLag(registry: Registry, statuses: () => readonly ConsumerStatus[]): void {
  const gauge = (name: string, help: string, read: (status: ConsumerStatus) => number): void => {
    new Gauge({
      name,
      help,
      labelNames,
      registers: [registry],
      collect() {
        for (const status of statuses()) this.set({ processor: status.processor }, read(status));
      },
    });
  };
  gauge('hub_process_lag_events', 'Recorded events a processor has not finished.', (status) => status.lagEvents);
  gauge('hub_process_lag_seconds', 'How long the oldest unfinished event has waited.', (status) => status.lagSeconds);
  gauge('hub_process_quarantined', '1 while a processor is stopped for its own fault.', (status) =>
    Number(status.condition === 'quarantined'),
  );
}
