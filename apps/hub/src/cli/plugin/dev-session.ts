import { type DevOutcome, describeChanges, outcomeOfSinkTrial, outcomeOfTrial } from './dev-outcome.ts';
import { openPluginFolder, type PluginFolder } from './open-plugin-folder.ts';
import { runSinkTrial } from './run-sink-trial.ts';
import { runTrial } from './run-trial.ts';
import type { TrialEvents } from './trial-events.ts';
import { type TrialSettings, trialEvents } from './trial-options.ts';

/**
 * One sitting of an author. The events are read once and remembered; each reload runs them again through a new process of the
 * plugin, so that what is shown is always what the code in the folder makes of all of them. Results stay when a
 * reload fails.
 */
export class DevSession {
  readonly #folder: string;
  readonly #settings: TrialSettings;
  #events: TrialEvents | undefined;
  #topics = '';
  #last: DevOutcome | undefined;

  constructor(folder: string, settings: TrialSettings) {
    this.#folder = folder;
    this.#settings = settings;
  }

  async start(): Promise<DevOutcome> {
    const opened = await openPluginFolder(this.#folder);
    const topics = JSON.stringify(opened.manifest.topics);
    // Other topics are other events.
    if (this.#events === undefined || topics !== this.#topics)
      this.#events = await trialEvents(this.#settings, opened.manifest.topics, () => undefined);
    this.#topics = topics;
    this.#last = await this.#run(opened, this.#events);
    return this.#last;
  }

  /** The plugin as it is in the folder now, against what it was. */
  async again(): Promise<string> {
    const before = this.#last;
    try {
      const after = await this.start();
      return before === undefined ? `${after.id} runs.` : describeChanges(before, after);
    } catch (error) {
      return `✗ ${(error as Error).message}\nThe results of before stay.`;
    }
  }

  async #run(opened: PluginFolder, found: TrialEvents): Promise<DevOutcome> {
    const { config, to } = this.#settings;
    if (opened.sink !== undefined) return outcomeOfSinkTrial(await runSinkTrial(opened, opened.sink, config, found));
    const plugin = await opened.open(config);
    try {
      const until = to ?? found.events.at(-1)?.timestamp ?? new Date().toISOString();
      return outcomeOfTrial(await runTrial(plugin, found.events, until, found.notices));
    } finally {
      await plugin.stop();
    }
  }
}
