import type { JsonObject } from '@activity-hub/contracts/event';
import type { PlainManifest } from '@activity-hub/contracts/plugin/plain-manifest';
import { PluginError, pluginFaultOfError } from '@activity-hub/contracts/plugin/plugin-error';
import { type PluginFault, pluginSayingText } from '@activity-hub/contracts/plugin/plugin-fault';
import type { AvailablePlugin, InstalledPlugins, PluginLog } from '../process/available-plugin.ts';
import { type AskedFolder, AskedFolders } from './asked-folders.ts';
import { discoverPlugins } from './discover-plugins.ts';
import { LastLines } from './last-lines.ts';
import { describePlugin, type PluginOptions } from './open-life.ts';
import { openPlugin } from './open-plugin.ts';
import { type DiscoveredPlugin, isSink, ownerOf, type PluginDescriptor } from './plugin-descriptor.ts';
import { reasonNotToList } from './reason-not-to-list.ts';

export interface InstalledPluginsOptions extends Omit<PluginOptions, 'trusted'> {
  readonly directory: string;
  /** Ids of plugins that run without isolation. */
  readonly trusted: readonly string[];
  /** Ids of the shipped plugins, whose states an installed one must not get hold of. */
  readonly reserved: ReadonlySet<string>;
}

/**
 * What is installed of aggregators and detectors, and what cannot be told to be something else, as the processing can run it.
 * One that cannot run stays in the list with the reason. Until all folders of a plugin have answered, what was known before
 * holds. Otherwise a new version that answers before the one it follows would take over unseen, as if the old code were gone.
 */
export function createInstalledPlugins(options: InstalledPluginsOptions): InstalledPlugins {
  const { directory, reserved, log } = options;
  const asked = new AskedFolders({ reserved, log, ask: (each) => ask(each, options) });
  const listed = new Map<string, readonly AvailablePlugin[]>();
  const list = async (): Promise<readonly AvailablePlugin[]> => {
    asked.look((await discoverPlugins(directory)).filter((each) => !isSink(each) || isPassedOver(each, reserved)));
    const byId = Map.groupBy(asked.folders, ({ id }) => id);
    for (const [id, versions] of byId)
      if (versions.every(({ answer }) => answer !== undefined)) listed.set(id, listable(versions));
    for (const [id, plugins] of listed) if (!byId.has(id)) listed.set(id, plugins.slice(-1).map(gone));
    return [...listed.values()].flat();
  };
  const awaited = (): readonly string[] => {
    const ids = new Set(asked.folders.map(({ id }) => id));
    return [...ids].filter((id) => !listed.has(id) && reasonNotToList(id, reserved) === undefined);
  };
  return { list, awaited, passedOver: () => asked.passedOver };
}

/** Dispatch runs them, but whoever asks what is passed over asks here. */
function isPassedOver(each: DiscoveredPlugin, reserved: ReadonlySet<string>): boolean {
  return reasonNotToList(ownerOf(each).id, reserved) !== undefined;
}

/**
 * The last one stands for the plugin, with the notes of all: the newest, and where there is none, an earlier one that can run.
 */
function listable(versions: readonly AskedFolder<AvailablePlugin>[]): readonly AvailablePlugin[] {
  const newest = versions.find(({ kept }) => kept === undefined)?.answer;
  const earlier = versions.flatMap(({ kept, answer }) => (kept === undefined || answer === undefined ? [] : answer));
  const others = earlier.filter(({ manifest }) => manifest.version !== newest?.manifest.version);
  const runs = ({ refusal }: AvailablePlugin): number => (refusal === undefined ? 1 : 0);
  const all = [...others.toSorted((a, b) => runs(a) - runs(b)), ...(newest === undefined ? [] : [newest])];
  const notes = earlier.flatMap(({ notes: own = [] }) => own);
  return all.map((plugin, at) => (at === all.length - 1 ? { ...plugin, notes } : plugin));
}

const gone = (plugin: AvailablePlugin): AvailablePlugin => ({
  ...plugin,
  refusal: { code: 'gone', values: {} },
  said: '',
});

async function ask(each: DiscoveredPlugin, options: InstalledPluginsOptions): Promise<AvailablePlugin> {
  return 'descriptor' in each ? await available(each.descriptor, options) : refused(each.refusal, each.refusal.fault);
}

async function available(
  descriptor: PluginDescriptor,
  { directory: _directory, reserved: _reserved, trusted: trustedIds, ...given }: InstalledPluginsOptions,
): Promise<AvailablePlugin> {
  const trusted = trustedIds.includes(descriptor.id);
  const options = { ...given, trusted };
  if (trusted) given.log('warn', `${descriptor.id} runs WITHOUT isolation: HUB_TRUSTED_PLUGINS names it.`);
  const errors = new LastLines();
  const log: PluginLog = (level, message) => {
    const said = pluginSayingText(message);
    given.log(level, `${descriptor.id}: ${said}`);
    if (level === 'error') errors.hold(said);
  };
  try {
    const { manifest, configSchema, deadlines } = await describePlugin(descriptor, { ...options, log });
    return {
      manifest,
      configSchema,
      defaults: defaultsOf(configSchema),
      provenance: 'installed',
      fingerprint: descriptor.fingerprint,
      refusal: undefined,
      abilities: deadlines ? ['deadlines'] : [],
      notes: notesOf(descriptor, manifest),
      open: (config, _ref, host) => openPlugin(descriptor, config, { ...options, ...host }),
    };
  } catch (error) {
    return { ...refused(descriptor, pluginFaultOfError(error)), said: errors.release().join('\n') };
  }
}

function notesOf({ id, kept }: PluginDescriptor, { version: own }: PlainManifest): readonly PluginFault[] {
  if (kept === undefined || kept === own) return [];
  return [{ code: 'kept_as_other', values: { folder: `${id}@${kept}`, own, kept } }];
}

/** Stands for what could not be asked. */
function refused(
  { id, kept, kind, fingerprint }: Pick<PluginDescriptor, 'id' | 'kept'> & Partial<PluginDescriptor>,
  fault: PluginFault,
): AvailablePlugin {
  const wording = { en: id, ru: id };
  return {
    manifest: {
      id,
      version: kept ?? '0.0.0',
      kind: kind ?? 'aggregator',
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
    fingerprint: fingerprint ?? '',
    refusal: fault,
    abilities: [],
    open: async () => {
      throw new PluginError(fault.code, fault.values);
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
