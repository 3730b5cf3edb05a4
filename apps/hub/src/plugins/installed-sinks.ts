import type { JsonObject } from '@activity-hub/contracts/event';
import { pluginFaultOfError } from '@activity-hub/contracts/plugin/plugin-error';
import { type PluginFault, pluginSayingText } from '@activity-hub/contracts/plugin/plugin-fault';
import type { SinkRegistration } from '@activity-hub/db/subscriptions/register-sinks';
import type { PluginLog } from '../process/available-plugin.ts';
import { AskedFolders } from './asked-folders.ts';
import { discoverPlugins } from './discover-plugins.ts';
import type { InstalledPluginsOptions } from './installed-plugins.ts';
import { type DescribedPlugin, describePlugin, openLife, type PluginOptions } from './open-life.ts';
import { type DiscoveredPlugin, isSink, ownerOf, type PluginDescriptor } from './plugin-descriptor.ts';
import type { PluginLife } from './plugin-life.ts';
import { awaitedLimits } from './plugin-limits.ts';

/** An installed sink, or why it cannot run. */
export interface InstalledSink {
  readonly descriptor: PluginDescriptor;
  readonly described: DescribedPlugin | undefined;
  readonly refusal: PluginFault | undefined;
}

/**
 * The sinks that are installed beside the shipped ones. They keep no state, so of several versions only the newest counts; until
 * it has told who it is, what was known before holds.
 */
export class InstalledSinks {
  readonly #options: InstalledPluginsOptions;
  readonly #asked: AskedFolders<InstalledSink>;
  readonly #listed = new Map<string, InstalledSink>();

  constructor(options: InstalledPluginsOptions) {
    this.#options = options;
    const { reserved, log } = options;
    this.#asked = new AskedFolders({ reserved, log, ask: (found) => this.#asking(found) });
  }

  /** Takes notice of what was installed, changed and removed. */
  async look(): Promise<void> {
    const found = await discoverPlugins(this.#options.directory);
    this.#asked.look(found.filter((each) => isSink(each) && ownerOf(each).kept === undefined));
    const there = new Set(this.#asked.folders.map(({ id }) => id));
    for (const id of this.#listed.keys()) if (!there.has(id)) this.#listed.delete(id);
  }

  /** As far as it is known. */
  get(id: string): InstalledSink | undefined {
    return this.#listed.get(id);
  }

  /** Waits for one of which nothing is known yet: it is there, and will soon have told who it is. */
  async told(id: string): Promise<InstalledSink | undefined> {
    const folder = this.#asked.folders.find((each) => each.id === id);
    if (!this.#listed.has(id)) await folder?.answering;
    return this.get(id);
  }

  /** As those who choose one see them. */
  get registrations(): readonly SinkRegistration[] {
    return [...this.#listed.values()].map(registration);
  }

  /** Of which nothing is known yet. */
  get awaited(): readonly string[] {
    return this.#asked.folders.map(({ id }) => id).filter((id) => !this.#listed.has(id));
  }

  /** Starts its process under the settings of one subscription. @throws PluginError when it cannot run */
  open(
    { descriptor }: InstalledSink,
    config: JsonObject,
    host: Pick<PluginOptions, 'log' | 'fetch' | 'isBusy'>,
  ): Promise<PluginLife> {
    return openLife(descriptor, config, { ...this.#optionsOf(descriptor), ...host });
  }

  /** What it answers is used at once. */
  async #asking(found: DiscoveredPlugin): Promise<InstalledSink> {
    const sink = await this.#ask(found);
    this.#listed.set(sink.descriptor.id, sink);
    return sink;
  }

  async #ask(found: DiscoveredPlugin): Promise<InstalledSink> {
    if (!('descriptor' in found)) throw new TypeError('Only what is a sink is asked.');
    const { descriptor } = found;
    const { log } = this.#options;
    const options = this.#optionsOf(descriptor);
    if (options.trusted) log('warn', `${descriptor.id} runs WITHOUT isolation: HUB_TRUSTED_PLUGINS names it.`);
    const said: PluginLog = (level, message) => log(level, `${descriptor.id}: ${pluginSayingText(message)}`);
    try {
      const described = await describePlugin(descriptor, { ...options, log: said });
      return { descriptor, described, refusal: undefined };
    } catch (error) {
      const refusal = pluginFaultOfError(error);
      log('error', `The installed sink ${descriptor.id} does not run: ${pluginSayingText(refusal)}`);
      return { descriptor, described: undefined, refusal };
    }
  }

  #optionsOf({ id }: PluginDescriptor): Omit<PluginOptions, 'log'> & { readonly trusted: boolean } {
    const { hubVersion, trusted, limits = {} } = this.#options;
    return { hubVersion, limits: { ...awaitedLimits, ...limits }, trusted: trusted.includes(id) };
  }
}

function registration({ descriptor, described, refusal }: InstalledSink): SinkRegistration {
  const { id, network } = descriptor;
  const named = { sink_id: id, provenance: 'installed', network, refusal } as const;
  if (described === undefined) {
    const wording = { en: id, ru: id };
    return { ...named, version: '0.0.0', title: wording, description: wording, topics: [], config_schema: {} };
  }
  const { version, title, description, topics } = described.manifest;
  return { ...named, version, title, description, topics, config_schema: described.configSchema };
}
