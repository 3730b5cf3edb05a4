import type { TrialReport } from './run-trial.ts';
import { counted, number, section, short } from './trial-words.ts';

const maxReasons = 5;

/** A trial for people: counts, the busiest states, what it would have derived or found, where it failed. */
export function describeTrial(report: TrialReport, top: number): string {
  const { states, derived, findings, faults } = report;
  const failed = faults.reduce((sum, { events }) => sum + events, 0);
  return [
    `${report.id} ${report.version} over ${counted(report.events, 'past event')}, without effect:`,
    `  taken     ${counted(report.taken, 'event')} of ${counted(report.keys, 'key')}`,
    `  states    ${number(states.length)}`,
    report.kind === 'detector'
      ? `  findings  ${number(findings.length)}${byName(findings.map((each) => each.kind))}`
      : `  derived   ${number(derived.length)}${byName(derived.map((each) => each.event_type))}`,
    ...(report.metrics === 0 ? [] : [`  metrics   ${number(report.metrics)} points`]),
    `  failed at ${counted(failed, 'event')}`,
    `  took      ${report.seconds.toFixed(2)} s, ${number(report.events_per_second)} events/s`,
    ...section('Busiest states', states.slice(0, top).map(describeState)),
    ...section('It would derive', derived.slice(0, top).map(describeDerived), derived.length - top),
    ...section('It would find', findings.slice(0, top).map(describeFinding), findings.length - top),
    ...section(
      'It failed',
      faults.slice(0, maxReasons).map(({ reason, events, event_id }) => `${events} × ${reason} (first: ${event_id})`),
      faults.length - maxReasons,
    ),
    ...(report.notices.length === 0 ? [] : ['', ...report.notices]),
  ].join('\n');
}

function describeState({ key, window, view, folded }: TrialReport['states'][number]): string {
  return `${key} ${[window.kind, window.start].join(' ').trim()} (${folded} folded)  ${short(JSON.stringify(view))}`;
}

function describeDerived({ at, event_type, subject, payload }: TrialReport['derived'][number]): string {
  return `${at}  ${event_type} ${subject}  ${short(JSON.stringify(payload))}`;
}

function describeFinding({ at, kind, severity, key, evidence }: TrialReport['findings'][number]): string {
  return `${at}  ${kind} (${severity}) of ${key}  ${short(JSON.stringify(evidence))}`;
}

function byName(names: readonly string[]): string {
  const counts = [...Map.groupBy(names, (name) => name)].map(([name, same]) => `${name} ${same.length}`);
  return counts.length === 0 ? '' : `  (${counts.join(', ')})`;
}
