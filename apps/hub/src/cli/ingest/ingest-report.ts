import type { IngestTally } from './ingest-tally.ts';
import type { LineVerdict } from './post-lines.ts';

export interface IngestReport {
  readonly accepted: number;
  readonly duplicates: number;
  readonly refused: number;
  readonly conflicts: number;
  /** Answered lines of this run. */
  readonly lines: number;
  readonly resumed_after: number;
  /** Every line up to this one has its verdict. */
  readonly done_through: number;
  readonly seconds: number;
  readonly events_per_second: number;
  readonly interrupted: boolean;
  readonly first_refused: readonly LineVerdict[];
}

export function ingestReport(
  tally: IngestTally,
  run: { resumedAfter: number; doneThrough: number; seconds: number; interrupted: boolean },
): IngestReport {
  return {
    accepted: tally.counts.accepted,
    duplicates: tally.counts.duplicate,
    refused: tally.counts.refused,
    conflicts: tally.counts.conflict,
    lines: tally.answered,
    resumed_after: run.resumedAfter,
    done_through: run.doneThrough,
    seconds: Math.round(run.seconds * 1_000) / 1_000,
    events_per_second: run.seconds === 0 ? 0 : Math.round(tally.answered / run.seconds),
    interrupted: run.interrupted,
    first_refused: tally.firstRefused,
  };
}

export function describeReport(report: IngestReport, refusedOut: string | undefined): string {
  const number = (value: number): string => value.toLocaleString('en-US');
  const resumed = report.resumed_after === 0 ? '' : ` (resumed after line ${number(report.resumed_after)})`;
  const lines = [
    `${number(report.lines)} events sent${resumed} in ${report.seconds.toFixed(1)} s, ${number(report.events_per_second)} events/s`,
    `  accepted    ${number(report.accepted)}`,
    `  duplicates  ${number(report.duplicates)}`,
    `  refused     ${number(report.refused)}`,
    `  conflicts   ${number(report.conflicts)}`,
  ];
  const notTaken = report.refused + report.conflicts;
  if (notTaken === 0) return lines.join('\n');
  lines.push('', 'Not taken:', ...report.first_refused.map(describeRefused));
  const more = notTaken - report.first_refused.length;
  if (refusedOut !== undefined) lines.push(`All ${number(notTaken)} are in ${refusedOut}.`);
  else if (more > 0) lines.push(`… and ${number(more)} more; --refused-out FILE keeps them all.`);
  return lines.join('\n');
}

function describeRefused(verdict: LineVerdict): string {
  const place = verdict.pointer === null || verdict.pointer === '' ? '' : ` at ${verdict.pointer}`;
  return `  line ${verdict.line}: ${verdict.code ?? verdict.status}${place}: ${verdict.detail ?? ''}`;
}
