import type { HealthReport } from '@activity-hub/contracts/activity/system-activity';
import type { ConsumerStatus } from '../bus/consumer-status.ts';

export type HealthCheck = HealthReport['checks'][number];

/** Later than that the figures are no longer what a person takes for current. */
const freshWithinSeconds = 30;

/** One answer per processor: whether its figures are fresh, and if not, why. */
export function healthOf(status: ConsumerStatus): HealthCheck {
  return {
    name: `processor ${status.processor}`,
    ok:
      (status.condition === 'running' || status.condition === 'failing') &&
      (status.lagSeconds <= freshWithinSeconds || status.builds) &&
      status.reason === undefined,
    detail: detailOf(status),
    latency_ms: null,
  };
}

function detailOf(status: ConsumerStatus): string {
  const behind =
    status.lagEvents === 0
      ? 'caught up'
      : status.builds
        ? `built from history, ${status.lagEvents} events to go`
        : `${status.lagEvents} events behind, the oldest for ${status.lagSeconds.toFixed(1)} s`;
  const why = status.reason === undefined ? '' : `: ${status.reason}`;
  return status.condition === 'running' ? `${behind}${why}` : `${status.condition}${why} (${behind})`;
}
