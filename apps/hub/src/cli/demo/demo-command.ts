import { dayIn } from '@activity-hub/contracts/calendar';
import type { ActivityEvent } from '@activity-hub/contracts/event';
import { Command, InvalidArgumentError } from 'commander';
import { demoEvents } from '../../demo/demo-events.ts';
import { demoPeople } from '../../demo/demo-person.ts';
import { consoleAddress, hubAddress } from '../hub-address.ts';
import { hubKey } from '../hub-key.ts';
import { type IngestReport, ingestReport } from '../ingest/ingest-report.ts';
import { IngestTally } from '../ingest/ingest-tally.ts';
import { createPostLines } from '../ingest/post-lines.ts';
import type { LineBlock } from '../ingest/read-lines.ts';
import { sendLines } from '../ingest/send-lines.ts';

const examples = `
Examples:
  $ npm run hub -- demo                                    the 30 days before today
  $ npm run hub -- demo --today 2026-11-23                 the same events on every machine
  $ npm run hub -- demo --print > demo.ndjson              send nothing, write the events

Learners, workers with works and reviews, mentors, tokens and payments; one burnout, one robot, one broken streak.
Sending it twice stores nothing twice. Anomalies open a case only when the day is the present one:
the hub opens none for events that are older than 48 hours when they arrive.`;

interface DemoSettings {
  readonly today: string;
  readonly url: string;
  readonly print: boolean;
  readonly json: boolean;
}

export function demoCommand(): Command {
  return new Command('demo')
    .description('send a small ecosystem of 30 days to the hub')
    .option('--today <day>', 'the day after the last one told (YYYY-MM-DD, UTC)', dayOf, dayIn('UTC', Date.now()))
    .option('--url <url>', 'address of the hub (HUB_URL)', hubAddress(process.env))
    .option('--print', 'write the events as NDJSON instead of sending them', false)
    .option('--json', 'print the result as JSON', false)
    .addHelpText('after', examples)
    .action(runDemo);
}

function dayOf(text: string): string {
  const instant = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00.000Z`) : Number.NaN;
  if (Number.isNaN(instant) || dayIn('UTC', instant) !== text) {
    throw new InvalidArgumentError('Give a day of the calendar, for example 2026-11-23.');
  }
  if (instant > Date.now())
    throw new InvalidArgumentError('That day has not begun in UTC: its events would lie in the future.');
  return text;
}

async function runDemo(settings: DemoSettings): Promise<void> {
  const events = demoEvents(settings.today);
  if (settings.print) {
    process.stdout.write(events.map((event) => `${JSON.stringify(event)}\n`).join(''));
    return;
  }
  const report = await sendDemo(events, settings.url);
  process.stdout.write(`${settings.json ? JSON.stringify(report) : describeDemo(report, settings.today)}\n`);
  process.exitCode = Number(report.refused + report.conflicts > 0);
}

async function sendDemo(events: readonly ActivityEvent[], url: string): Promise<IngestReport> {
  const tally = new IngestTally();
  const begun = performance.now();
  await sendLines(blockOf(events), {
    post: createPostLines(url, {
      key: hubKey(process.env, url),
      patienceMs: 15_000,
      onWaiting: (reason) => process.stderr.write(`waiting for ${url}: ${reason}\n`),
    }),
    slots: 8,
    batch: 500,
    after: 0,
    signal: new AbortController().signal,
    onRead: () => {},
    onVerdicts: (verdicts) => tally.add(verdicts),
  });
  const seconds = (performance.now() - begun) / 1_000;
  return ingestReport(tally, { resumedAfter: 0, doneThrough: events.length, seconds, interrupted: false });
}

async function* blockOf(events: readonly ActivityEvent[]): AsyncGenerator<LineBlock> {
  const lines = events.map((event, at) => ({ number: at + 1, bytes: Buffer.from(JSON.stringify(event)) }));
  yield { lines, last: lines.length };
}

function describeDemo(report: IngestReport, today: string): string {
  const site = consoleAddress(process.env);
  const people = demoPeople.map(
    (person) => `  ${person.name.padEnd(8)} ${site}/users/${person.user_id}\n           ${person.story}`,
  );
  const refused = report.first_refused.map((verdict) => `  event ${verdict.line}: ${verdict.code}: ${verdict.detail}`);
  return [
    `The 30 days before ${today}: ${report.accepted} events stored, ${report.duplicates} were there already.`,
    ...(refused.length === 0 ? [] : [`${report.refused + report.conflicts} were not taken:`, ...refused]),
    '',
    `Events     ${site}/events`,
    `Anomalies  ${site}/anomalies`,
    'People:',
    ...people,
  ].join('\n');
}
