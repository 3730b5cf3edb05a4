import type { JsonObject } from '@activity-hub/contracts/event';
import { PluginError } from '@activity-hub/contracts/plugin/plugin-error';
import { type PluginMessage, PROTOCOL_VERSION } from '@activity-hub/contracts/plugin/protocol';
import type { PluginProcess } from './plugin-process.ts';
import { SentBatches } from './sent-batches.ts';

export type Ready = Extract<PluginMessage, { type: 'ready' }>;

/** A plugin's process after its handshake, with what it remembers. */
export class PluginLife {
  readonly process: PluginProcess;
  readonly batches = new SentBatches();
  #lastId = 0;

  constructor(process: PluginProcess) {
    this.process = process;
  }

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }
}

/** Asks a process who it is. @throws PluginError when it speaks another protocol or does not answer */
export async function askReady(process: PluginProcess, hubVersion: string, withinMs: number): Promise<Ready> {
  const hello = { type: 'hello', protocol: PROTOCOL_VERSION, hub_version: hubVersion } as const;
  const answer = await process.request(hello, withinMs);
  if (answer.type !== 'ready') throw new PluginError('wrong_greeting', { asked: 'hello', answer: answer.type });
  if (answer.protocol !== PROTOCOL_VERSION)
    throw new PluginError('protocol_version', { version: answer.protocol, own: PROTOCOL_VERSION });
  return answer;
}

/** Gives a process its configuration. @throws PluginError when the plugin cannot run with it */
export async function configure(process: PluginProcess, config: JsonObject, withinMs: number): Promise<void> {
  const answer = await process.request({ type: 'configure', config }, withinMs);
  if (answer.type !== 'configured')
    throw new PluginError('wrong_greeting', { asked: 'configure', answer: answer.type });
  if (answer.fault !== null)
    throw new PluginError('config_at', { pointer: answer.fault.pointer, message: answer.fault.reason });
}
