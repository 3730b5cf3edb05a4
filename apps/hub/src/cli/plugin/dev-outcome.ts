import { isDeepStrictEqual } from 'node:util';
import { stateName } from '@activity-hub/contracts/plugin/trial-run';
import { describeSinkTrial } from './describe-sink-trial.ts';
import { describeTrial } from './describe-trial.ts';
import type { SinkTrialReport } from './run-sink-trial.ts';
import type { TrialReport } from './run-trial.ts';

/** What a plugin made of past events, so that it can be compared with what it makes of them later. */
export interface DevOutcome {
  readonly id: string;
  readonly version: string;
  readonly events: number;
  readonly seconds: number;
  /** What came out, each under a name of its own. */
  readonly made: ReadonlyMap<string, unknown>;
  readonly failed: readonly string[];
  /** All of it, for people; of each kind so many. */
  readonly describe: (top: number) => string;
}

const maxShown = 10;

export function outcomeOfTrial(report: TrialReport): DevOutcome {
  const { states, derived, findings, faults } = report;
  return {
    ...report,
    made: new Map<string, unknown>([
      ...states.map(({ key, window, view }) => [`state ${stateName(key, window)}`, view] as const),
      ...derived.map(
        (each) => [`${each.event_type} ${each.key} ${each.subject} ${each.event_id ?? each.at}`, each.payload] as const,
      ),
      ...findings.map((each) => [`${each.kind} ${each.key} ${each.subject}`, each.evidence] as const),
    ]),
    failed: faults.map(({ reason, events }) => `failed at ${events}: ${reason}`),
    describe: (top) => describeTrial(report, top),
  };
}

export function outcomeOfSinkTrial(report: SinkTrialReport): DevOutcome {
  const { requests, results, faults } = report;
  return {
    ...report,
    made: new Map<string, unknown>([
      ...requests.map(({ method, url, body }, at) => [`request ${at + 1}`, `${method} ${url} ${body}`] as const),
      ...results.map(({ event_id, outcome, reason }) => [`event ${event_id}`, reason ?? outcome] as const),
    ]),
    failed: faults,
    describe: (top) => describeSinkTrial(report, top),
  };
}

export function describeChanges(before: DevOutcome, after: DevOutcome): string {
  const lines = changesOf(before.made, after.made);
  const failed = after.failed.map((each) => `✗ ${each}`);
  const summary = `${after.id} ${after.version}, ${after.events} events in ${after.seconds.toFixed(2)} s`;
  if (lines.length === 0) return [`${summary}: the same as before.`, ...failed].join('\n');
  const more = lines.length > maxShown ? [`… and ${lines.length - maxShown} more`] : [];
  return [`${summary}: ${lines.length} differences`, ...lines.slice(0, maxShown), ...more, ...failed].join('\n');
}

function changesOf(before: DevOutcome['made'], after: DevOutcome['made']): readonly string[] {
  const gone = [...before].filter(([name]) => !after.has(name)).map(([name, value]) => `- ${name} ${json(value)}`);
  const others = [...after].flatMap(([name, value]) => {
    if (!before.has(name)) return [`+ ${name} ${json(value)}`];
    return isDeepStrictEqual(before.get(name), value) ? [] : [`~ ${name} ${json(before.get(name))} → ${json(value)}`];
  });
  return [...gone, ...others];
}

function json(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
