import type { ProcessorStatus } from './plugin.ts';

/**
 * What can be said of the events that a revision failed at:
 * - `none_seen`: it has finished no event, and nothing is known of failures.
 * - `share`: it failed at so many of those that it finished.
 * - `stopped`: it was stopped for failing too often. What it failed at last was never finished, and is in no share.
 * - `stopped_at_once`: the same, before it had finished anything.
 */
export interface PluginFailures {
  readonly kind: 'none_seen' | 'share' | 'stopped' | 'stopped_at_once';
  readonly failed: number;
  readonly events: number;
}

export function pluginFailures({
  events,
  faults,
  reason_code,
  reason_values,
}: Pick<ProcessorStatus, 'events' | 'faults' | 'reason_code' | 'reason_values'>): PluginFailures {
  if (reason_code === 'too_many_faults') {
    const kind = events === 0 ? 'stopped_at_once' : 'stopped';
    return { kind, failed: Number(reason_values?.['faults']), events: Number(reason_values?.['events']) };
  }
  return { kind: events === 0 ? 'none_seen' : 'share', failed: faults, events };
}
