import { isDeepStrictEqual } from 'node:util';
import { stateName } from '@activity-hub/contracts/plugin/trial-run';
import { openPluginFolder } from './open-plugin-folder.ts';
import { runTrial, type TrialReport } from './run-trial.ts';
import type { TrialEvents } from './trial-events.ts';
import { type TrialSettings, trialEvents } from './trial-options.ts';

const maxShown = 10;

/**
 * One sitting of an author. The events are read once and remembered; each reload folds them again in a new process of the
 * plugin, so that what is shown is always what the code in the folder makes of all of them. Results stay when a
 * reload fails.
 */
export class DevSession {
  readonly #folder: string;
  readonly #settings: TrialSettings;
  #events: TrialEvents | undefined;
  #topics = '';
  #last: TrialReport | undefined;

  constructor(folder: string, settings: TrialSettings) {
    this.#folder = folder;
    this.#settings = settings;
  }

  async start(): Promise<TrialReport> {
    const opened = await openPluginFolder(this.#folder);
    if (opened.sink !== undefined) throw new Error(isSink(opened.manifest.id));
    const topics = JSON.stringify(opened.manifest.topics);
    // Other topics are other events.
    if (this.#events === undefined || topics !== this.#topics)
      this.#events = await trialEvents(this.#settings, opened.manifest.topics, () => undefined);
    this.#topics = topics;
    const plugin = await opened.open(this.#settings.config);
    try {
      const until = this.#settings.to ?? this.#events.events.at(-1)?.timestamp ?? new Date().toISOString();
      this.#last = await runTrial(plugin, this.#events.events, until, this.#events.notices);
      return this.#last;
    } finally {
      await plugin.stop();
    }
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
}

const isSink = (id: string): string =>
  `${id} is a sink, which makes no states to compare. npm run hub -- plugin try ${id} shows what it would send.`;

export function describeChanges(before: TrialReport, after: TrialReport): string {
  const states = changesOf(byName(before.states), byName(after.states));
  const derived = changesOf(derivedByName(before), derivedByName(after));
  const findings = changesOf(findingsByName(before), findingsByName(after));
  const lines = [...states, ...derived, ...findings];
  const failed = after.faults.map(({ reason, events }) => `✗ failed at ${events}: ${reason}`);
  const summary = `${after.id} ${after.version}, ${after.events} events in ${after.seconds.toFixed(2)} s`;
  if (lines.length === 0) return [`${summary}: the same as before.`, ...failed].join('\n');
  const more = lines.length > maxShown ? [`… and ${lines.length - maxShown} more`] : [];
  return [`${summary}: ${lines.length} differences`, ...lines.slice(0, maxShown), ...more, ...failed].join('\n');
}

function changesOf(before: ReadonlyMap<string, unknown>, after: ReadonlyMap<string, unknown>): readonly string[] {
  const gone = [...before].filter(([name]) => !after.has(name)).map(([name, value]) => `- ${name} ${json(value)}`);
  const others = [...after].flatMap(([name, value]) => {
    if (!before.has(name)) return [`+ ${name} ${json(value)}`];
    return isDeepStrictEqual(before.get(name), value) ? [] : [`~ ${name} ${json(before.get(name))} → ${json(value)}`];
  });
  return [...gone, ...others];
}

function byName(states: TrialReport['states']): ReadonlyMap<string, unknown> {
  return new Map(states.map(({ key, window, view }) => [`state ${stateName(key, window)}`, view]));
}

function derivedByName({ derived }: TrialReport): ReadonlyMap<string, unknown> {
  return new Map(
    derived.map((each) => [`${each.event_type} ${each.key} ${each.subject} ${each.event_id ?? each.at}`, each.payload]),
  );
}

function findingsByName({ findings }: TrialReport): ReadonlyMap<string, unknown> {
  return new Map(findings.map((each) => [`${each.kind} ${each.key} ${each.subject}`, each.evidence]));
}

function json(value: unknown): string {
  return JSON.stringify(value);
}
