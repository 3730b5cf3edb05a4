import { constants, createReadStream, createWriteStream } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { AcknowledgedLines } from './acknowledged-lines.ts';
import { type IngestReport, ingestReport } from './ingest-report.ts';
import { IngestTally, wasTaken } from './ingest-tally.ts';
import type { LineVerdict, PostLines } from './post-lines.ts';
import { createProgressDisplay } from './progress-display.ts';
import { readLines } from './read-lines.ts';
import { ResumeFile } from './resume-file.ts';
import { sendLines } from './send-lines.ts';

export interface IngestFileOptions {
  /** A path, or `-` for standard input. */
  readonly file: string;
  readonly hub: string;
  readonly dataDir: string;
  readonly post: PostLines;
  readonly slots: number;
  readonly batch: number;
  readonly resume: boolean;
  readonly refusedOut: string | undefined;
  readonly signal: AbortSignal;
  readonly progress: NodeJS.WriteStream;
  /** Lets the poster speak through the display, so that it does not tear the bar. */
  readonly onDisplay: (say: (sentence: string) => void) => void;
}

const saveEveryMs = 500;

async function demandReadable(file: string): Promise<void> {
  try {
    await access(file, constants.R_OK);
  } catch {
    throw new Error(
      `${file} cannot be read. Name a file of events, one JSON object a line, gzip or not; - is standard input.`,
    );
  }
}

/** Sends a file and keeps its progress, so that whatever ends it, a later run with `resume` goes on. */
export async function ingestFile(options: IngestFileOptions): Promise<IngestReport> {
  const { file, signal } = options;
  const standardInput = file === '-';
  if (!standardInput) await demandReadable(file);
  const resumeFile = standardInput ? undefined : new ResumeFile(options.dataDir, file, options.hub);
  const resumedAfter = options.resume ? ((await resumeFile?.read()) ?? 0) : 0;
  const save = await resumeFile?.start();
  const input = standardInput ? process.stdin : createReadStream(file, { highWaterMark: 256 * 1024 });
  const stopReading = (): void => void input.destroy();
  signal.addEventListener('abort', stopReading, { once: true });
  const display = createProgressDisplay(options.progress, standardInput ? undefined : (await stat(file)).size);
  options.onDisplay((sentence) => display.say(sentence));
  const refusedList = refusedFile(options.refusedOut, resumedAfter > 0);
  const tally = new IngestTally();
  const acknowledged = new AcknowledgedLines(resumedAfter);
  const begun = performance.now();
  const saver = save === undefined ? undefined : keepSaving(() => save(acknowledged.through));
  try {
    await sendLines(readLines(input as AsyncIterable<Buffer>), {
      ...options,
      after: resumedAfter,
      onRead: (lines, last) => acknowledged.reading(lines, last),
      onVerdicts: (verdicts) => {
        tally.add(verdicts);
        refusedList.write(verdicts);
        acknowledged.acknowledge(verdicts.map((verdict) => verdict.line));
        display.update({ bytes: 'bytesRead' in input ? Number(input.bytesRead) : 0, events: tally.answered });
      },
    });
  } finally {
    display.stop();
    signal.removeEventListener('abort', stopReading);
    await saver?.stop();
    await refusedList.close();
  }
  if (!signal.aborted) await resumeFile?.forget();
  const seconds = (performance.now() - begun) / 1_000;
  return ingestReport(tally, { resumedAfter, doneThrough: acknowledged.through, seconds, interrupted: signal.aborted });
}

/** Saves twice a second and once at the end; one write at a time. */
function keepSaving(save: () => Promise<void>): { stop(): Promise<void> } {
  let writing: Promise<void> = Promise.resolve();
  let failure: unknown;
  const queue = (): void => {
    writing = writing.then(save).catch((error: unknown) => {
      failure = error;
    });
  };
  const timer = setInterval(queue, saveEveryMs);
  return {
    async stop() {
      clearInterval(timer);
      queue();
      await writing;
      if (failure !== undefined) throw new Error(`The progress could not be kept: ${(failure as Error).message}`);
    },
  };
}

function refusedFile(
  path: string | undefined,
  append: boolean,
): { write(verdicts: readonly LineVerdict[]): void; close(): Promise<void> } {
  if (path === undefined) return { write: () => {}, close: async () => {} };
  const out = createWriteStream(path, { flags: append ? 'a' : 'w' });
  const done = finished(out);
  return {
    write(verdicts) {
      for (const verdict of verdicts) if (!wasTaken(verdict)) out.write(`${JSON.stringify(verdict)}\n`);
    },
    async close() {
      out.end();
      await done;
    },
  };
}
