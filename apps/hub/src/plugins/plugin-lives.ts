import { setTimeout as delay } from 'node:timers/promises';
import { pluginFaultOfError } from '@activity-hub/contracts/plugin/plugin-error';
import { quotingFault } from '@activity-hub/contracts/plugin/plugin-fault';
import { ProcessorFault } from '../bus/lane-processor.ts';
import type { PluginLog } from '../process/available-plugin.ts';
import { LongRequest } from './long-request.ts';
import { PluginEnded } from './plugin-ended.ts';
import type { PluginLife } from './plugin-life.ts';
import type { PluginLimits } from './plugin-limits.ts';

export interface PluginLivesOptions {
  /** Starts a process and brings it through the handshake. */
  readonly start: () => Promise<PluginLife>;
  readonly limits: PluginLimits;
  readonly log: PluginLog;
}

/**
 * One life of a plugin after the other: started when it is needed, after a pause that doubles with every end. Too many
 * ends within the window, or a breach of the protocol, are a `ProcessorFault`; after that it is not started again.
 */
export class PluginLives {
  readonly #options: PluginLivesOptions;
  readonly #stopping = new AbortController();
  #current: Promise<PluginLife> | undefined;
  #newest: PluginLife;
  /** By a clock that stands still while a life is held: a loop that is let run a twentieth of the time would never be found out. */
  #ends: number[] = [];
  #heldBeforeMs = 0;
  #fault: ProcessorFault | undefined;

  constructor(options: PluginLivesOptions, first: PluginLife) {
    this.#options = options;
    this.#current = Promise.resolve(first);
    this.#newest = first;
  }

  /** Runs one exchange. @throws ProcessorFault when the plugin is to be stopped; any other error may pass. */
  async with<Result>(exchange: (life: PluginLife) => Promise<Result>): Promise<Result> {
    if (this.#fault !== undefined) throw this.#fault;
    this.#current ??= this.#startAgain();
    const life = this.#current;
    try {
      return await exchange(await life);
    } catch (error) {
      throw this.#judged(error, life);
    }
  }

  /** Of the newest life; undefined before it was looked at. */
  get residentMb(): number | undefined {
    return this.#newest.process.residentMb;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    const life = await this.#current?.catch(() => undefined);
    await life?.process.stop();
  }

  /** The first of those who waited for a life counts its end; the others find another life, or none, in its place. */
  #judged(error: unknown, life: Promise<PluginLife>): unknown {
    if (this.#stopping.signal.aborted || error instanceof LongRequest) return error;
    if (this.#current !== life) return this.#fault ?? error;
    this.#current = undefined;
    if (error instanceof ProcessorFault) this.#fault = error;
    else this.#fault = this.#counted(error instanceof Error ? error : new Error(String(error)));
    void life.then(({ process }) => process.endWith(new PluginEnded('put_down'))).catch(() => undefined);
    return this.#fault ?? error;
  }

  #counted(end: Error): ProcessorFault | undefined {
    const { limits, log } = this.#options;
    const now = performance.now() - this.#heldBeforeMs - this.#newest.process.heldMs;
    this.#ends = [...this.#ends.filter((at) => now - at < limits.endsWithinMs), now];
    const fault = pluginFaultOfError(end);
    log('error', fault);
    if (this.#ends.length < limits.maxEnds) return undefined;
    const often = { times: this.#ends.length, within: limits.endsWithinMs / 1000 };
    const { code, values } = quotingFault('ended_often', 'last', fault, often);
    return new ProcessorFault(code, values, { cause: end });
  }

  async #startAgain(): Promise<PluginLife> {
    const pause = this.#options.limits.firstPauseMs * 2 ** Math.max(0, this.#ends.length - 1);
    await delay(pause, undefined, { signal: this.#stopping.signal });
    const next = await this.#options.start();
    this.#heldBeforeMs += this.#newest.process.heldMs;
    this.#newest = next;
    return next;
  }
}
