import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { PluginError, pluginFaultOfError } from '@activity-hub/contracts/plugin/plugin-error';
import type { PluginFault } from '@activity-hub/contracts/plugin/plugin-fault';
import {
  type FetchRequest,
  type HubMessage,
  type PluginMessage,
  PROTOCOL_LIMITS,
} from '@activity-hub/contracts/plugin/protocol';
import { ProcessorFault } from '../bus/lane-processor.ts';
import type { PluginHost, PluginLog } from '../process/available-plugin.ts';
import { ErrorLines } from './error-lines.ts';
import { faultOfEnd, killedBehindUnshare } from './fault-of-end.ts';
import { LastLines } from './last-lines.ts';
import { type LentFetch, LentFetches } from './lent-fetches.ts';
import { LineReader, LineTooLong } from './line-reader.ts';
import { LongRequest } from './long-request.ts';
import { messageOfLine } from './message-of-line.ts';
import { PluginEnded } from './plugin-ended.ts';
import type { PluginLimits } from './plugin-limits.ts';
import { boundedLog } from './plugin-log.ts';
import { processUsage } from './process-usage.ts';
import type { Launch } from './sandbox.ts';

/**
 * Of one that owes an answer for long, while others wait for the processors. With every fifth, a loop made the p95 of
 * ingest 1.1 to 1.5 times what it was.
 */
const runsEveryTick = 20;
/** So many requests are on their way: the plugin has the next one at hand while the hub works at the last answer. */
const requestsAhead = 2;
const stopWithinMs = 2_000;

interface Waiting {
  readonly message: HubMessage;
  readonly limitMs: number;
  readonly resolve: (answer: PluginMessage) => void;
  readonly reject: (error: Error) => void;
}

/**
 * One life of a plugin's process. Requests are answered in their order. Whatever ends it rejects all that wait, with
 * `PluginEnded` where another life may do better, with `ProcessorFault` where the plugin broke the protocol.
 */
export class PluginProcess {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #limits: PluginLimits;
  /** Of what it says while it runs. */
  readonly #log: PluginLog;
  /** Of the few lines it leaves behind: not cut off by whatever it said before. */
  readonly #logOfEnd: PluginLog;
  readonly #isBusy: () => boolean;
  readonly #fetches: LentFetches;
  readonly #exited: Promise<unknown>;
  readonly #timer: NodeJS.Timeout;
  readonly #waiting: Waiting[] = [];
  #written = 0;
  /**
   * Ticks instead of the clock: a machine that slept must not look like a stuck plugin. Those in which it was held do not
   * count, except of a delivery: nobody waits for it longer.
   */
  #headTicks = 0;
  #heldTicks = 0;
  #heldTicksInAll = 0;
  #cpuAtAnswer: number | undefined;
  #residentMb = 0;
  #end: Error | undefined;
  readonly #errors = new ErrorLines();
  readonly #lastLines = new LastLines();
  /** Nobody needs it any more: its end is no fault of its own. */
  #dismissed = false;

  constructor(
    launch: Launch,
    limits: PluginLimits,
    { log, isBusy, fetch }: PluginHost & { readonly fetch: LentFetch | undefined },
  ) {
    this.#limits = limits;
    this.#log = boundedLog(log);
    this.#logOfEnd = log;
    this.#isBusy = isBusy;
    this.#fetches = new LentFetches(fetch);
    const { command, args, cwd, env } = launch;
    this.#child = spawn(command, args, { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] });
    this.#exited = new Promise((resolve) => this.#child.once('close', resolve));
    this.#child.once('error', (error) => this.#endWith(new PluginEnded('cannot_start', { message: error.message })));
    this.#child.once('close', (code, signal) => {
      const end = faultOfEnd(code, signal, this.#errors.lastWords);
      this.#endWith(new PluginEnded(end.code, end.values));
    });
    this.#readAnswers();
    this.#readStandardError();
    // A plugin that is gone is told by `close`; writing to it then fails too, and says nothing more.
    this.#child.stdin.on('error', () => undefined);
    this.#timer = setInterval(() => this.#look(), limits.tickMs);
  }

  get ended(): boolean {
    return this.#end !== undefined;
  }

  get residentMb(): number {
    return this.#residentMb;
  }

  /** How long it was held in all, and could do neither good nor harm. */
  get heldMs(): number {
    return this.#heldTicksInAll * this.#limits.tickMs;
  }

  /** @throws LongRequest when it does not fit a line; anything else has ended the process */
  request(message: HubMessage, limitMs = this.#limits.answerMs): Promise<PluginMessage> {
    if (this.#end !== undefined) return Promise.reject(this.#end);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ message, limitMs, resolve, reject });
      this.#writeAhead();
    });
  }

  /** Asks it to end, and ends it when it does not. */
  async stop(): Promise<void> {
    this.#dismissed = true;
    if (this.#end === undefined) {
      this.#letRun();
      this.#child.stdin.end(lineOf({ type: 'stop' }));
      const timer = setTimeout(() => this.#signal('SIGKILL'), stopWithinMs);
      await this.#exited;
      clearTimeout(timer);
    }
    await this.#exited;
  }

  /** Ends it now; all that wait are told why. */
  endWith(error: Error): void {
    this.#endWith(error);
  }

  /** Ends it now, for nothing it did. */
  dismiss(): void {
    this.#dismissed = true;
    this.#endWith(new PluginEnded('put_down'));
  }

  #readAnswers(): void {
    const reader = new LineReader(PROTOCOL_LIMITS.maxLineBytes);
    this.#child.stdout.on('data', (chunk: Buffer) => {
      if (this.#end !== undefined) return;
      try {
        for (const line of reader.take(chunk)) this.#take(messageOfLine(line));
      } catch (error) {
        const { code, values } = faultOfLine(error);
        this.#endWith(new ProcessorFault(code, values, { cause: error }));
      }
    });
  }

  /** Standard error is for people. What it says last is held back: it may be why it ends. */
  #readStandardError(): void {
    const hold = (lines: readonly string[]): void => {
      for (const line of lines)
        if (!line.startsWith(killedBehindUnshare))
          for (const earlier of this.#lastLines.hold(line)) this.#log('warn', earlier);
    };
    this.#child.stderr.on('data', (chunk: Buffer) => hold(this.#errors.take(chunk)));
    this.#child.stderr.once('end', () => {
      hold(this.#errors.end());
      if (this.#end !== undefined) this.#sayLastLines();
    });
  }

  #sayLastLines(): void {
    const isFault = this.#end !== undefined && !this.#dismissed;
    const lines = this.#lastLines.release();
    if (!isFault) for (const line of lines) this.#log('warn', line);
    // One entry, so that a traceback stays whole wherever it is shown.
    else if (lines.length > 0) this.#logOfEnd('error', lines.join('\n'));
  }

  #take(message: PluginMessage): void {
    if (message.type === 'log') {
      const fields = message.fields === undefined ? '' : ` ${JSON.stringify(message.fields)}`;
      this.#log(message.level, `${message.message}${fields}`);
      return;
    }
    if (message.type === 'fetch') {
      void this.#lend(message);
      return;
    }
    const head = this.#waiting.shift();
    if (head === undefined) throw new PluginError('not_asked', { message: message.type });
    this.#written -= 1;
    this.#headTicks = 0;
    this.#letRun();
    this.#cpuAtAnswer = undefined;
    if ('id' in head.message && (!('id' in message) || message.id !== head.message.id)) {
      this.#waiting.unshift(head);
      throw new PluginError('wrong_request');
    }
    this.#sayLastLines();
    this.#fetches.deliveryEnded();
    head.resolve(message);
    this.#writeAhead();
  }

  async #lend(request: FetchRequest): Promise<void> {
    const answer = await this.#fetches.answer(request, this.#waiting[0]?.message.type === 'deliver');
    if (this.#end === undefined) this.#child.stdin.write(lineOf(answer));
  }

  #writeAhead(): void {
    while (this.#written < Math.min(requestsAhead, this.#waiting.length)) {
      const next = this.#waiting[this.#written];
      if (next === undefined) return;
      const line = lineOf(next.message);
      if (Buffer.byteLength(line) <= PROTOCOL_LIMITS.maxLineBytes) {
        this.#written += 1;
        this.#child.stdin.write(line);
      } else {
        this.#waiting.splice(this.#written, 1);
        next.reject(new LongRequest());
      }
    }
  }

  #look(): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    const { residentMb, cpuMs } = processUsage(pid);
    this.#residentMb = residentMb;
    this.#cpuAtAnswer ??= cpuMs;
    const head = this.#waiting[0];
    if (head === undefined) {
      this.#headTicks = 0;
      this.#sayLastLines();
    } else if (this.#heldTicks === 0 || head.message.type === 'deliver') this.#headTicks += 1;
    const { memoryMb, cpuMs: maxCpuMs, tickMs, patientMs } = this.#limits;
    if (residentMb > memoryMb)
      this.#endWith(new PluginEnded('memory', { used: Math.round(residentMb), allowed: memoryMb }));
    else if (cpuMs - this.#cpuAtAnswer > maxCpuMs)
      this.#endWith(new PluginEnded('processor_time', { seconds: maxCpuMs / 1000 }));
    else if (head !== undefined && this.#headTicks * tickMs > head.limitMs)
      this.#endWith(new PluginEnded('no_answer', { request: head.message.type, seconds: head.limitMs / 1000 }));
    // Not while it starts: that is slow where processors are short, and would be slower still.
    else if (head !== undefined && 'id' in head.message && cpuMs - this.#cpuAtAnswer > patientMs) {
      if (this.#isBusy()) this.#holdOrRun(head.message.type);
      else this.#letRun();
    }
  }

  #holdOrRun(request: string): void {
    if (this.#heldTicks === 0) this.#signal('SIGSTOP');
    // Said once in a life.
    if (this.#heldTicksInAll === 0) {
      const seconds = this.#limits.patientMs / 1000;
      this.#logOfEnd('warn', { code: 'held', values: { request, seconds, share: runsEveryTick } });
    }
    this.#heldTicks += 1;
    this.#heldTicksInAll += 1;
    if (this.#heldTicks === runsEveryTick) this.#letRun();
  }

  #letRun(): void {
    if (this.#heldTicks > 0) this.#signal('SIGCONT');
    this.#heldTicks = 0;
  }

  #endWith(error: Error): void {
    if (this.#end !== undefined) return;
    this.#end = error;
    clearInterval(this.#timer);
    this.#signal('SIGKILL');
    this.#sayLastLines();
    this.#fetches.deliveryEnded();
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }

  #signal(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void {
    const { pid } = this.#child;
    if (pid === undefined || this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    // Descendants last to first, so that none is left behind by a parent that went before it.
    for (const each of processUsage(pid).pids.toReversed()) {
      try {
        process.kill(each, signal);
      } catch {
        // Gone already.
      }
    }
  }
}

function lineOf(message: HubMessage): string {
  return `${JSON.stringify(message)}\n`;
}

/** What is wrong with a line that it wrote. */
function faultOfLine(error: unknown): PluginFault {
  return error instanceof LineTooLong ? { code: 'long_line', values: { mib: error.mib } } : pluginFaultOfError(error);
}
