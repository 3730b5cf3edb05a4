import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { HubError } from '@activity-hub/contracts/errors';
import type { JsonObject, RecordedEvent } from '@activity-hub/contracts/event';
import type { Window } from '@activity-hub/contracts/plugin/aggregator';
import type { EventContribution } from '@activity-hub/contracts/plugin/explain-group';

export interface ExplainOrder {
  readonly id: number;
  readonly plugin_id: string;
  readonly version: string;
  readonly config: JsonObject;
  readonly key: string;
  readonly window: Window;
  readonly events: readonly RecordedEvent[];
}

export interface ExplainAnswer {
  readonly id: number;
  /** Null: the plugin cannot say, or is not in the hub's own catalogue. */
  readonly contributions: readonly EventContribution[] | null;
}

const program = fileURLToPath(new URL('./explain-program.ts', import.meta.url));
const answerWithinMs = 5_000;
const idleMs = 60_000;
const memoryMib = 256;

interface Waiting {
  readonly settle: (answer: ExplainAnswer | HubError) => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * Lets plugin code explain itself outside of the process that answers requests: started when somebody asks, kept for
 * a minute, bounded in memory, and killed when an answer takes too long.
 */
export class ExplainProcess {
  readonly #waiting = new Map<number, Waiting>();
  #child: ChildProcess | undefined;
  #idle: NodeJS.Timeout | undefined;
  #last = 0;

  /** @throws HubError query_timeout */
  async ask(order: Omit<ExplainOrder, 'id'>): Promise<ExplainAnswer> {
    const id = ++this.#last;
    const child = this.#running();
    const answer = await new Promise<ExplainAnswer | HubError>((settle) => {
      const timer = setTimeout(
        () => this.#end('The explanation took too long. Ask for a shorter window.'),
        answerWithinMs,
      );
      this.#waiting.set(id, { settle, timer });
      child.stdin?.write(`${JSON.stringify({ id, ...order })}\n`);
    });
    if (answer instanceof HubError) throw answer;
    return answer;
  }

  stop(): void {
    this.#end('The hub is shutting down.');
  }

  #running(): ChildProcess {
    clearTimeout(this.#idle);
    if (this.#child !== undefined) return this.#child;
    const child = spawn(process.execPath, [`--max-old-space-size=${memoryMib}`, program], {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { PATH: process.env['PATH'] ?? '' },
    });
    child.once('exit', () => this.#gone(child));
    child.once('error', () => this.#gone(child));
    child.stdin?.on('error', () => undefined);
    if (child.stdout !== null) createInterface({ input: child.stdout }).on('line', (line) => this.#take(line));
    this.#child = child;
    return child;
  }

  #take(line: string): void {
    const answer = JSON.parse(line) as ExplainAnswer;
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    clearTimeout(waiting?.timer);
    waiting?.settle(answer);
    if (this.#waiting.size > 0) return;
    this.#idle = setTimeout(() => this.#end('It was not needed any more.'), idleMs);
    this.#idle.unref();
  }

  #gone(child: ChildProcess): void {
    if (child === this.#child) this.#end('The explanation failed. Try a shorter window.');
  }

  #end(detail: string): void {
    const child = this.#child;
    this.#child = undefined;
    clearTimeout(this.#idle);
    child?.kill('SIGKILL');
    for (const { settle, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      settle(new HubError('query_timeout', detail));
    }
    this.#waiting.clear();
  }
}
