import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Seconds. Fine around the targets of the mission: p95 below 0.1, p99 below 0.5. */
const durationBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * What every stage of the way tells: how many events came in and how they left (by outcome), how many
 * wait, and how long a piece of work took. `in` minus all other outcomes minus waiting must be 0 at rest.
 */
export interface StageMetrics {
  count(outcome: string, events: number): void;
  time(seconds: number): void;
}

export interface HubMetrics {
  readonly registry: Registry;
  /** The metrics `hub_<stage>_events_total{outcome}` and `hub_<stage>_duration_seconds`. */
  stage(name: string): StageMetrics;
  /** A figure that is read when somebody asks for the metrics. */
  gauge(name: string, help: string, read: () => number): void;
}

/** One registry per process; `collectDefaults` adds memory, CPU and event-loop delay of the process. */
export function createHubMetrics(options: { readonly collectDefaults: boolean }): HubMetrics {
  const registry = new Registry();
  if (options.collectDefaults) collectDefaultMetrics({ register: registry });
  const stages = new Map<string, StageMetrics>();

  function createStage(name: string): StageMetrics {
    const events = new Counter({
      name: `hub_${name}_events_total`,
      help: `Events of the stage ${name} by outcome`,
      labelNames: ['outcome'],
      registers: [registry],
    });
    const duration = new Histogram({
      name: `hub_${name}_duration_seconds`,
      help: `Time of one piece of work of the stage ${name}`,
      buckets: durationBuckets,
      registers: [registry],
    });
    return {
      count: (outcome, count) => {
        if (count > 0) events.inc({ outcome }, count);
      },
      time: (seconds) => duration.observe(seconds),
    };
  }

  return {
    registry,
    stage(name) {
      const stage = stages.get(name) ?? createStage(name);
      stages.set(name, stage);
      return stage;
    },
    gauge(name, help, read) {
      new Gauge({
        name,
        help,
        registers: [registry],
        collect() {
          this.set(read());
        },
      });
    },
  };
}
