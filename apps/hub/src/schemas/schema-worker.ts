import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { HubError } from '@activity-hub/contracts/errors';
import type { WorkInput, WorkName, WorkOrder, WorkOutput, WorkResult } from './schema-work.ts';

/** At the bounds of a schema the longest work takes about 3 s on a busy machine. */
const defaultLimitMs = 10_000;
/** Who comes later is told to come again. */
const maxWaiting = 16;

/** Schema bombs may fill a thread's memory as well as its time. */
const resourceLimits = { maxOldGenerationSizeMb: 256 };

/** Does the work on schemas in a thread, one piece at a time, and ends a piece that takes too long. */
export class SchemaWorker {
  readonly #limitMs: number;
  #thread: Worker | undefined;
  #waiting = 0;
  #last: Promise<unknown> = Promise.resolve();
  #stopped = false;

  constructor(options: { readonly limitMs?: number } = {}) {
    this.#limitMs = options.limitMs ?? defaultLimitMs;
  }

  /** @throws HubError schema_refused when it takes too long, overloaded */
  async run<Name extends WorkName>(name: Name, input: WorkInput<Name>): Promise<WorkOutput<Name>> {
    if (this.#waiting >= maxWaiting)
      throw new HubError('overloaded', 'Many schemas are being looked at. Try again in a moment.', {
        retryAfterSeconds: 2,
      });
    this.#waiting++;
    const mine = this.#last.then(() => this.#work({ name, input }));
    this.#last = mine.catch(() => undefined);
    try {
      return (await mine) as WorkOutput<Name>;
    } finally {
      this.#waiting--;
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#end();
  }

  async #work(order: WorkOrder): Promise<unknown> {
    if (this.#stopped) throw new HubError('shutting_down', 'The hub is shutting down. Try again in a moment.');
    const thread = this.#start();
    const ending = new AbortController();
    try {
      // The thread keeps the process alive only while somebody waits for it.
      thread.ref();
      thread.postMessage(order);
      const answered = once(thread, 'message', { signal: ending.signal });
      const ended = once(thread, 'exit', { signal: ending.signal }).then(() => undefined);
      ended.catch(() => undefined);
      const late = setTimeout(() => void this.#end(), this.#limitMs);
      const answer = await Promise.race([answered, ended]).finally(() => clearTimeout(late));
      const result = (answer as [WorkResult] | undefined)?.[0];
      if (result === undefined) throw this.#lost();
      if ('failure' in result) throw new Error(result.failure);
      return result.output;
    } catch (failure) {
      // What fails a thread (its memory, above all) is the schema's doing: the next one gets a new thread.
      if (failure instanceof Error && 'code' in failure && failure.code === 'ERR_WORKER_OUT_OF_MEMORY')
        throw this.#lost();
      throw failure;
    } finally {
      ending.abort();
      thread.unref();
    }
  }

  #lost(): HubError {
    if (this.#stopped) return new HubError('shutting_down', 'The hub is shutting down. Try again in a moment.');
    const detail = `The schema takes more than ${this.#limitMs / 1_000} s, or too much memory, to be judged. Make it simpler: fewer alternatives within alternatives.`;
    return new HubError('schema_refused', detail, { pointer: '/schema' });
  }

  #start(): Worker {
    if (this.#thread !== undefined) return this.#thread;
    const thread = new Worker(new URL('./schema-thread.ts', import.meta.url), { name: 'schemas', resourceLimits });
    // Whoever waits is told by `once`; nobody waiting, a thread that dies must not take the process with it.
    thread.on('error', () => undefined);
    thread.once('exit', () => {
      if (this.#thread === thread) this.#thread = undefined;
    });
    this.#thread = thread;
    return thread;
  }

  async #end(): Promise<void> {
    const thread = this.#thread;
    this.#thread = undefined;
    await thread?.terminate();
  }
}
