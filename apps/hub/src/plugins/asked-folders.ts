import type { PluginFault } from '@activity-hub/contracts/plugin/plugin-fault';
import type { PassedOver } from '@activity-hub/db/plugins/write-process-role';
import type { PluginLog } from '../process/available-plugin.ts';
import { type DiscoveredPlugin, folderOf, ownerOf } from './plugin-descriptor.ts';
import { reasonNotToList } from './reason-not-to-list.ts';

export interface AskedFoldersOptions<Answer> {
  /** Ids of the shipped plugins, which no installed one may take. */
  readonly reserved: ReadonlySet<string>;
  readonly log: PluginLog;
  readonly ask: (found: DiscoveredPlugin) => Promise<Answer>;
}

/** What is known of one folder. */
export interface AskedFolder<Answer> {
  readonly id: string;
  readonly kept: string | undefined;
  /** Undefined until it has answered. */
  readonly answer: Answer | undefined;
  /** Until then. */
  readonly answering: Promise<unknown>;
}

interface Known<Answer> extends AskedFolder<Answer> {
  /** Changes with the folder. */
  readonly name: string;
  answer: Answer | undefined;
  answering: Promise<unknown>;
  /** When one that was refused is asked again: what was missing may be there by then. */
  askAgainAt: number;
}

const askAgainMs = 60_000;
const mostPassedOver = 50;

/** Folders of plugins, each asked once in every version who it is. Nobody waits for one that does not answer. */
export class AskedFolders<Answer extends { readonly refusal: PluginFault | undefined }> {
  readonly #options: AskedFoldersOptions<Answer>;
  readonly #known = new Map<string, Known<Answer>>();

  constructor(options: AskedFoldersOptions<Answer>) {
    this.#options = options;
  }

  /** Forgets what is gone, and asks what is new, has changed or was refused a while ago. */
  look(found: readonly DiscoveredPlugin[]): void {
    const folders = new Set(found.map(folderOf));
    for (const folder of this.#known.keys()) if (!folders.has(folder)) this.#known.delete(folder);
    for (const each of found) this.#look(each);
  }

  get folders(): readonly AskedFolder<Answer>[] {
    return [...this.#known.values()];
  }

  /** So many that people can read them: a directory of something else altogether holds thousands. */
  get passedOver(): readonly PassedOver[] {
    const all = [...this.#known].flatMap(([folder, { id }]) => {
      const fault = reasonNotToList(id, this.#options.reserved);
      return fault === undefined ? [] : { folder, fault };
    });
    return all.slice(0, mostPassedOver);
  }

  #look(each: DiscoveredPlugin): void {
    const { reserved, log, ask } = this.#options;
    const { id, kept } = ownerOf(each);
    const name = JSON.stringify(each);
    const before = this.#known.get(folderOf(each));
    if (before?.name === name && performance.now() < before.askAgainAt) return;
    const answer = before?.name === name ? before.answer : undefined;
    const answering = Promise.resolve();
    const entry: Known<Answer> = { name, id, kept, answer, answering, askAgainAt: Number.POSITIVE_INFINITY };
    this.#known.set(folderOf(each), entry);
    const unlistable = reasonNotToList(id, reserved);
    if (unlistable !== undefined) {
      if (before?.name !== name) log('error', unlistable);
      return;
    }
    entry.answering = ask(each).then((told) => {
      entry.answer = told;
      if (told.refusal !== undefined) entry.askAgainAt = performance.now() + askAgainMs;
    });
  }
}
