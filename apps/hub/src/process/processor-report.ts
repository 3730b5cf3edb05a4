import { storableFault } from '@activity-hub/db/plugins/storable-fault';
import type { ProcessorStatusRow } from '@activity-hub/db/plugins/write-processor-status';
import type { ConsumerCondition, ConsumerStatus } from '../bus/consumer-status.ts';
import type { PluginRegistry } from './plugin-registry.ts';

export interface ReportedProcessor {
  /** `refused`: it does not start; `reason` says why. */
  readonly status: Omit<ConsumerStatus, 'condition'> & { readonly condition: ConsumerCondition | 'refused' };
  readonly startedAt?: string;
  readonly memoryMb?: number | undefined;
  /** Events that any of its consumers is done with; left out: those of its status. */
  readonly finished?: number;
}

/** Of what is no plugin. */
const uncoded = { reason_code: null, reason_values: null };

interface Earlier {
  readonly events: number;
  readonly finished: number;
  readonly atMs: number;
}

/** Tells the catalogue how every processor runs, with the rate since the last time. */
export class ProcessorReport {
  readonly #registry: Pick<PluginRegistry, 'report'>;
  readonly #earlier = new Map<string, Earlier>();
  readonly #startedAt = new Date().toISOString();

  constructor(registry: Pick<PluginRegistry, 'report'>) {
    this.#registry = registry;
  }

  async write(processors: readonly ReportedProcessor[]): Promise<void> {
    const atMs = Date.now();
    await this.#registry.report(processors.map((item) => this.#rowOf(item, atMs)));
  }

  #rowOf(reported: ReportedProcessor, atMs: number): ProcessorStatusRow {
    const { status, startedAt = this.#startedAt, memoryMb, finished = status.events } = reported;
    const { processor, version, condition, reason, fault, lagEvents, lagSeconds, events, faults, busySeconds } = status;
    const name = `${processor} ${version}`;
    const earlier = this.#earlier.get(name);
    this.#earlier.set(name, { events, finished, atMs });
    const seconds = earlier === undefined ? 0 : (atMs - earlier.atMs) / 1000;
    // Fewer than before: it was started again.
    const grown = earlier === undefined || events < earlier.events ? 0 : events - earlier.events;
    const before = earlier === undefined || finished < earlier.finished ? 0 : earlier.finished;
    return {
      processor,
      version,
      condition,
      ...(fault === undefined ? { reason: reason ?? null, ...uncoded } : storableFault(fault)),
      lag_events: lagEvents,
      lag_seconds: lagSeconds,
      events,
      faults,
      busy_seconds: busySeconds,
      events_per_second: seconds === 0 ? 0 : grown / seconds,
      memory_mb: memoryMb ?? null,
      started_at: startedAt,
      moved: finished > before,
    };
  }
}
