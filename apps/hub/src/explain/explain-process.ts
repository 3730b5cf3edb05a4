import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { HubError } from '@activity-hub/contracts/errors';
import { LineReader } from '../plugins/line-reader.ts';
import { type ExplainedStretch, type ExplainOrder, type ExplainRefusal, maxLineBytes } from './explain-order.ts';
import type { ExplainedPlugins } from './open-explained.ts';

const program = fileURLToPath(new URL('./explain-program.ts', import.meta.url));
/** Longer than a plugin of its own process has for its start and an answer: it is then named as the one at fault. */
const answerWithinMs = 20_000;
const idleMs = 60_000;
const memoryMib = 256;

interface Waiting {
  readonly settle: (answer: ExplainedStretch | ExplainRefusal | HubError) => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * Lets plugin code explain itself outside of the process that answers requests: started when somebody asks, kept for
 * a minute, bounded in memory, and killed when an answer takes too long.
 */
export class ExplainProcess {
  readonly #plugins: ExplainedPlugins;
  readonly #waiting = new Map<number, Waiting>();
  #child: ChildProcess | undefined;
  #idle: NodeJS.Timeout | undefined;
  #last = 0;

  constructor(plugins: ExplainedPlugins) {
    this.#plugins = plugins;
  }

  /** @throws HubError query_timeout, not_explainable, range_too_wide */
  async ask(order: ExplainOrder): Promise<ExplainedStretch> {
    const id = ++this.#last;
    const line = `${JSON.stringify({ id, ...order })}\n`;
    if (Buffer.byteLength(line) > maxLineBytes)
      throw new HubError('range_too_wide', 'The events of the window are too large to be folded here.');
    const child = this.#running();
    const answer = await new Promise<ExplainedStretch | ExplainRefusal | HubError>((settle) => {
      const timer = setTimeout(
        () => this.#end('The explanation took too long. Ask for a shorter window.'),
        answerWithinMs,
      );
      this.#waiting.set(id, { settle, timer });
      child.stdin?.write(line);
    });
    if (answer instanceof HubError) throw answer;
    if (!('refusal' in answer)) return answer;
    throw new HubError('not_explainable', `${order.plugin_id} cannot explain it: ${answer.refusal}`, {
      pointer: '/processor',
    });
  }

  stop(): void {
    this.#end('The hub is shutting down.');
  }

  #running(): ChildProcess {
    clearTimeout(this.#idle);
    if (this.#child !== undefined) return this.#child;
    const flags = [`--max-old-space-size=${memoryMib}`, program, JSON.stringify(this.#plugins)];
    const child = spawn(process.execPath, flags, {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { PATH: process.env['PATH'] ?? '' },
    });
    child.once('exit', () => this.#gone(child));
    child.once('error', () => this.#gone(child));
    child.stdin?.on('error', () => undefined);
    const reader = new LineReader(maxLineBytes);
    child.stdout?.on('data', (chunk: Buffer) => {
      try {
        for (const line of reader.take(chunk)) this.#take(line);
      } catch {
        this.#end('The explanation cannot be read. Ask for a shorter window.');
      }
    });
    this.#child = child;
    return child;
  }

  #take(line: string): void {
    const { id, ...answer } = JSON.parse(line) as (ExplainedStretch | ExplainRefusal) & { readonly id: number };
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
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
