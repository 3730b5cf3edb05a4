import type { JsonObject } from '@activity-hub/contracts/event';
import type { AvailablePlugin } from '../process/available-plugin.ts';
import { discoverPlugins } from './discover-plugins.ts';
import { describePlugin, openPlugin, type PluginOptions } from './open-plugin.ts';
import { type DiscoveredPlugin, type PluginDescriptor, type PluginRefusal, pluginFile } from './plugin-descriptor.ts';

export interface InstalledPluginsOptions extends Omit<PluginOptions, 'trusted'> {
  readonly directory: string;
  /** Ids of plugins that run without isolation. */
  readonly trusted: readonly string[];
  /** Ids of the shipped plugins, whose states an installed one must not get hold of. */
  readonly reserved: ReadonlySet<string>;
}

/** What is known of one folder. */
interface Known {
  /** Changes with the folder. */
  readonly name: string;
  /** Undefined until it has answered for the first time. */
  plugin: AvailablePlugin | undefined;
  /** When one that was refused is asked again: what was missing may be there by then. */
  askAgainAt: number;
}

const askAgainMs = 60_000;

/**
 * What is installed, as the processing can run it. Each version of a folder is started once to be asked who it is; one
 * that cannot run stays in the list with the reason. Nobody waits for a plugin that does not answer: until it does, what
 * was known before holds.
 */
export function createInstalledPlugins(options: InstalledPluginsOptions): () => Promise<readonly AvailablePlugin[]> {
  const known = new Map<string, Known>();
  return async () => {
    const found = await discoverPlugins(options.directory);
    const ids = new Set(found.map(idOf));
    for (const id of known.keys()) if (!ids.has(id)) known.delete(id);
    for (const each of found) {
      const name = JSON.stringify(each);
      const before = known.get(idOf(each));
      if (before?.name === name && performance.now() < before.askAgainAt) continue;
      const entry: Known = { name, plugin: before?.plugin, askAgainAt: Number.POSITIVE_INFINITY };
      known.set(idOf(each), entry);
      const unlistable = reasonNotToList(idOf(each), options.reserved);
      if (unlistable !== undefined) options.log('error', unlistable);
      else
        void ask(each, options).then((plugin) => {
          entry.plugin = plugin;
          if (plugin.refusal !== undefined) entry.askAgainAt = performance.now() + askAgainMs;
        });
    }
    return [...known.values()].flatMap(({ plugin }) => plugin ?? []);
  };
}

/** A plugin that cannot even be shown under its name. */
function reasonNotToList(id: string, reserved: ReadonlySet<string>): string | undefined {
  if (reserved.has(id)) return `The installed plugin ${id} does not run: a shipped plugin has that id.`;
  if (!pluginFile.shape.id.safeParse(id).success) return `The folder "${id}" holds no plugin: its name is no id.`;
  return undefined;
}

function idOf(each: DiscoveredPlugin): string {
  return 'descriptor' in each ? each.descriptor.id : each.refusal.id;
}

async function ask(each: DiscoveredPlugin, options: InstalledPluginsOptions): Promise<AvailablePlugin> {
  return 'descriptor' in each ? await available(each.descriptor, options) : refused(each.refusal);
}

async function available(
  descriptor: PluginDescriptor,
  { directory: _directory, reserved: _reserved, trusted: trustedIds, ...given }: InstalledPluginsOptions,
): Promise<AvailablePlugin> {
  const trusted = trustedIds.includes(descriptor.id);
  const options = { ...given, trusted };
  if (trusted) given.log('warn', `${descriptor.id} runs WITHOUT isolation: HUB_TRUSTED_PLUGINS names it.`);
  try {
    const { manifest, configSchema, deadlines } = await describePlugin(descriptor, options);
    return {
      manifest,
      configSchema,
      defaults: defaultsOf(configSchema),
      provenance: 'installed',
      fingerprint: descriptor.fingerprint,
      refusal: undefined,
      abilities: deadlines ? ['deadlines'] : [],
      open: (config, _ref, log) => openPlugin(descriptor, config, { ...options, log }),
    };
  } catch (error) {
    return refused({ id: descriptor.id, reason: error instanceof Error ? error.message : String(error) }, descriptor);
  }
}

/** Stands for what could not be asked. */
function refused({ id, reason }: PluginRefusal, descriptor?: PluginDescriptor): AvailablePlugin {
  const wording = { en: id, ru: id };
  return {
    manifest: {
      id,
      version: '0.0.0',
      kind: descriptor?.kind ?? 'aggregator',
      hub: '*',
      title: wording,
      description: wording,
      topics: [],
      scope: 'stream',
      windows: [],
      emits: [],
    },
    configSchema: {},
    defaults: {},
    provenance: 'installed',
    fingerprint: descriptor?.fingerprint ?? '',
    refusal: reason,
    abilities: [],
    open: async () => {
      throw new Error(reason);
    },
  };
}

/** What the form shows where nothing is set. */
function defaultsOf({ properties }: JsonObject): JsonObject {
  if (typeof properties !== 'object' || properties === null) return {};
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, property]) =>
      typeof property === 'object' && property !== null && 'default' in property ? [[name, property['default']]] : [],
    ),
  );
}
