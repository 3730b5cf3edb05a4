import type { RecordedEvent } from '@activity-hub/contracts/event';
import {
  type TrialDerived,
  type TrialFinding,
  type TrialPlugin,
  TrialRun,
  type TrialState,
} from '@activity-hub/contracts/plugin/trial-run';

export interface TrialReport {
  readonly id: string;
  readonly kind: TrialPlugin['kind'];
  readonly version: string;
  readonly events: number;
  /** Events that matched its topics and have a key. */
  readonly taken: number;
  readonly keys: number;
  readonly states: readonly TrialState[];
  readonly derived: readonly TrialDerived[];
  readonly metrics: number;
  readonly findings: readonly TrialFinding[];
  readonly faults: readonly { readonly reason: string; readonly events: number; readonly event_id: string }[];
  readonly seconds: number;
  readonly events_per_second: number;
  readonly notices: readonly string[];
}

const batchSize = 1_000;

/** Folds past events through a plugin, and time up to `until`; nothing is stored or appended anywhere. */
export async function runTrial(
  plugin: TrialPlugin,
  events: readonly RecordedEvent[],
  until: string,
  notices: readonly string[],
  onFolded: (events: number) => void = () => undefined,
): Promise<TrialReport> {
  const trial = new TrialRun(plugin);
  const begun = performance.now();
  for (let at = 0; at < events.length; at += batchSize) {
    await trial.take(events.slice(at, at + batchSize));
    onFolded(trial.seen);
  }
  await trial.quietUntil(until);
  const seconds = (performance.now() - begun) / 1_000;
  const states = [...trial.states.values()];
  return {
    id: plugin.manifest.id,
    kind: plugin.kind,
    version: plugin.manifest.version,
    events: trial.seen,
    taken: trial.taken,
    keys: new Set(states.map(({ key }) => key)).size,
    states: states.toSorted((a, b) => b.folded - a.folded || (a.key < b.key ? -1 : 1)),
    derived: trial.derived.toSorted((a, b) => (a.at < b.at ? -1 : 1)),
    metrics: trial.metrics.length,
    findings: trial.findings.toSorted((a, b) => (a.at < b.at ? -1 : 1)),
    faults: groupedFaults(trial.faults),
    seconds: Math.round(seconds * 1_000) / 1_000,
    events_per_second: seconds === 0 ? 0 : Math.round(trial.seen / seconds),
    notices,
  };
}

function groupedFaults(faults: TrialRun['faults']): TrialReport['faults'] {
  const groups = Map.groupBy(faults, ({ reason }) => reason);
  return [...groups]
    .map(([reason, same]) => ({ reason, events: same.length, event_id: same[0]?.event_id ?? '' }))
    .sort((a, b) => b.events - a.events);
}
