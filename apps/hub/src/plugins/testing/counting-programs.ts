import type { JsonObject } from '@activity-hub/contracts/event';
import { pluginSayingText } from '@activity-hub/contracts/plugin/plugin-fault';
import type { AggregatorProgram } from '@activity-hub/contracts/plugin/program';
import { recordedEventFixture } from '@activity-hub/contracts/plugin/testing/recorded-event-fixture';
import type { PluginLog } from '../../process/available-plugin.ts';
import { openPlugin } from '../open-plugin.ts';
import type { PluginLimits } from '../plugin-limits.ts';
import { countingInPython, countingInTypeScript } from './counting-plugins.ts';
import { installPlugin } from './install-plugin.ts';

export const quick: Partial<PluginLimits> = { firstPauseMs: 10, memoryMb: 200 };

export const threeEvents = [1, 2, 3].map((minute) =>
  recordedEventFixture({ timestamp: `2026-05-04T10:0${minute}:00.000Z`, user_id: 'learner' }),
);

export async function fold(program: AggregatorProgram, state: JsonObject | null = null) {
  await program.keysOf(threeEvents, 0);
  const window = { kind: 'all', start: '' } as const;
  const [answer] = await program.fold([{ key: 'learner', window, state, events: threeEvents, until: null }], 0);
  return answer;
}

interface OpenOptions {
  readonly config?: JsonObject;
  readonly limits?: Partial<PluginLimits>;
  /** Of its `plugin.json`. */
  readonly descriptor?: object;
  readonly trusted?: boolean;
}

/** Plugins that count, in processes of their own, with what they said. */
export class CountingPrograms {
  readonly said: string[] = [];
  readonly saidAsError: string[] = [];
  /** Whether others wait for the processors. */
  busy = false;
  readonly #opened: { stop(): Promise<void> }[] = [];

  async open(main: string, source: string, options: OpenOptions = {}): Promise<AggregatorProgram> {
    const { config = {}, limits = quick, descriptor = {}, trusted = false } = options;
    const installed = await installPlugin({ id: 'counting', main, ...descriptor }, source);
    const log: PluginLog = (level, message) =>
      void (level === 'error' ? this.saidAsError : this.said).push(pluginSayingText(message));
    const plugin = await openPlugin(installed, config, {
      hubVersion: '0.1.0',
      log,
      limits,
      trusted,
      isBusy: () => this.busy,
    });
    this.#opened.push(plugin);
    if (plugin.kind !== 'aggregator') throw new Error('It is an aggregator.');
    return plugin.program;
  }

  inTypeScript(onEvent = ''): Promise<AggregatorProgram> {
    return this.open('main.ts', countingInTypeScript(onEvent));
  }

  inPython(onEvent?: string, limits = quick): Promise<AggregatorProgram> {
    return this.open('main.py', countingInPython(onEvent), { limits });
  }

  /** Ends them all, and forgets what they said. */
  async stop(): Promise<void> {
    await Promise.all(this.#opened.splice(0).map((plugin) => plugin.stop()));
    this.busy = false;
    this.said.length = 0;
    this.saidAsError.length = 0;
  }
}
