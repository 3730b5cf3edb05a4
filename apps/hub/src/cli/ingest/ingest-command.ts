import { Command, InvalidArgumentError } from 'commander';
import { dataFolder, hubAddress } from '../hub-address.ts';
import { hubKey, KeyRefused } from '../hub-key.ts';
import { ingestFile } from './ingest-file.ts';
import { describeReport } from './ingest-report.ts';
import { createPostLines, HubUnreachable } from './post-lines.ts';

interface IngestSettings {
  readonly url: string;
  readonly batch: number;
  readonly slots: number;
  readonly patience: number;
  readonly resume: boolean;
  readonly refusedOut?: string;
  readonly json: boolean;
}

const examples = `
Examples:
  $ npm run hub -- ingest events.ndjson
  $ npm run hub -- ingest events.ndjson.gz --resume        go on where Ctrl-C or a crash stopped it
  $ zcat archive/*.gz | npm run hub -- ingest -
  $ npm run hub -- ingest events.ndjson --refused-out refused.ndjson

One event per line, plain or gzip. Events of one user are sent in the order of the file.
Sending twice is safe: an event id is stored once, a repeat is counted as a duplicate.
Exit code: 0 all taken, 1 something was refused or in conflict or the hub went away, 130 stopped by Ctrl-C.`;

export function ingestCommand(): Command {
  return new Command('ingest')
    .description('send events from an NDJSON file (or - for standard input) to the hub')
    .argument('<file>', 'NDJSON, plain or gzip; - reads standard input')
    .option('--url <url>', 'address of the hub (HUB_URL)', hubAddress(process.env))
    .option('--resume', 'go on after the last line that was answered in an earlier run', false)
    .option('--refused-out <file>', 'keep every refused line with its number, code and pointer')
    .option('--batch <lines>', 'lines per request', atMost(5_000), 500)
    .option('--slots <requests>', 'requests under way at the same time', atMost(16), 8)
    .option('--patience <seconds>', 'how long the hub may stay away before giving up', atMost(86_400), 60)
    .option('--json', 'print the result as JSON', false)
    .addHelpText('after', examples)
    .action(runIngest);
}

function atMost(limit: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < 1 || value > limit) {
      throw new InvalidArgumentError(`Give a whole number from 1 to ${limit}.`);
    }
    return value;
  };
}

async function runIngest(file: string, settings: IngestSettings): Promise<void> {
  const stop = new AbortController();
  const onInterrupt = (): void => {
    // The second Ctrl-C does not wait for answers; what was sent is durable all the same.
    if (stop.signal.aborted) process.exit(130);
    process.stderr.write('\nFinishing what is under way; press Ctrl-C again to leave at once.\n');
    stop.abort();
  };
  process.on('SIGINT', onInterrupt);
  let say = (sentence: string): void => void process.stderr.write(`${sentence}\n`);
  const post = createPostLines(settings.url, {
    key: hubKey(process.env, settings.url),
    patienceMs: settings.patience * 1_000,
    signal: stop.signal,
    onWaiting: oncePerSecond((reason) => say(`waiting for ${settings.url}: ${reason}`)),
  });
  try {
    const report = await ingestFile({
      file,
      hub: settings.url,
      dataDir: dataFolder(process.env),
      post,
      slots: settings.slots,
      batch: settings.batch,
      resume: settings.resume,
      refusedOut: settings.refusedOut,
      signal: stop.signal,
      progress: process.stderr,
      onDisplay: (through) => {
        say = through;
      },
    });
    process.stdout.write(`${settings.json ? JSON.stringify(report) : describeReport(report, settings.refusedOut)}\n`);
    if (report.interrupted) process.stderr.write(`${howToGoOn(file, report.done_through)}\n`);
    process.exitCode = report.interrupted ? 130 : Number(report.refused + report.conflicts > 0);
  } catch (error) {
    if (!(error instanceof HubUnreachable || error instanceof KeyRefused)) throw error;
    const start = error instanceof HubUnreachable ? 'Start it with npm start. ' : '';
    process.stderr.write(`${error.message}\n${start}${howToGoOn(file)}\n`);
    process.exitCode = stop.signal.aborted ? 130 : 1;
  } finally {
    process.off('SIGINT', onInterrupt);
  }
}

function howToGoOn(file: string, line?: number): string {
  if (file === '-') return 'To go on, send the same input again: what is stored counts as duplicate.';
  const reached = line === undefined ? '' : `Every line up to ${line} is answered. `;
  return `${reached}To go on: npm run hub -- ingest ${file} --resume`;
}

function oncePerSecond(act: (text: string) => void): (text: string) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (text) => {
    if (performance.now() - last < 1_000) return;
    last = performance.now();
    act(text);
  };
}
