import { MOST_REPORTED, type SinkTrialReport } from './run-sink-trial.ts';
import { counted, number, section, short } from './trial-words.ts';

/** A trial of a sink for people: counts, the first requests, the first results. */
export function describeSinkTrial(report: SinkTrialReport, top: number): string {
  const { outcomes, requests, results } = report;
  return [
    `${report.id} ${report.version} over ${counted(report.events, 'past event')}, without effect:`,
    `  requests   ${number(report.requests_in_all)}, each answered with 200 by a stand-in: none left this machine`,
    ...Object.entries(outcomes)
      .filter(([outcome, events]) => events > 0 || outcome === 'delivered')
      .map(([outcome, events]) => `  ${(outcome === 'none' ? 'no result' : outcome).padEnd(9)}  ${number(events)}`),
    `  took       ${report.seconds.toFixed(2)} s in ${counted(report.batches, 'batch', 'batches')}`,
    ...section(titleOf('Requests', report.requests_in_all, top), requests.slice(0, top).map(describeRequest)),
    ...section(titleOf('Results', report.events, top), results.slice(0, top).map(describeResult)),
    ...section('The hub would refuse', report.faults),
    ...(report.notices.length === 0 ? [] : ['', ...report.notices]),
  ].join('\n');
}

function titleOf(title: string, all: number, top: number): string {
  if (all <= top) return title;
  return `${title}, the first ${number(top)} of ${number(all)}; --top shows more, --json up to ${number(MOST_REPORTED)}`;
}

function describeRequest({ method, url, body }: SinkTrialReport['requests'][number]): string {
  return `${method} ${url}  ${short(body)}`.trimEnd();
}

function describeResult({ timestamp, event_type, event_id, outcome, reason }: SinkTrialReport['results'][number]) {
  const told = outcome === 'none' ? 'no result' : outcome;
  return `${timestamp}  ${event_type} ${event_id}  ${told}${reason === undefined ? '' : `: ${short(reason)}`}`;
}
