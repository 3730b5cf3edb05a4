import path from 'node:path';
import type { JsonObject } from '@activity-hub/contracts/event';
import type { PlainManifest } from '@activity-hub/contracts/plugin/plain-manifest';
import { pluginFaultSentence, pluginSayingText } from '@activity-hub/contracts/plugin/plugin-fault';
import type { TrialPlugin } from '@activity-hub/contracts/plugin/trial-run';
import hub from '../../../package.json' with { type: 'json' };
import { discoverPlugins } from '../../plugins/discover-plugins.ts';
import { describePlugin, type PluginOptions } from '../../plugins/open-life.ts';
import { openPlugin } from '../../plugins/open-plugin.ts';
import { ownerOf, type PluginDescriptor } from '../../plugins/plugin-descriptor.ts';

/** A plugin's folder, looked at as the hub looks at it. */
export interface PluginFolder {
  readonly manifest: PlainManifest;
  readonly configSchema: JsonObject;
  /** Starts the plugin in a process of its own, in the sandbox the hub would give it. */
  open(config: JsonObject): Promise<RunningPlugin>;
}
export type RunningPlugin = TrialPlugin & { stop(): Promise<void> };

/** @throws Error with a sentence when the hub would not run it */
export async function openPluginFolder(folder: string): Promise<PluginFolder> {
  const descriptor = await descriptorOf(folder);
  const trusted = (process.env['HUB_TRUSTED_PLUGINS'] ?? '').split(',').map((id) => id.trim());
  const options: PluginOptions = {
    hubVersion: hub.version,
    trusted: trusted.includes(descriptor.id),
    log: (level, message) => void process.stderr.write(`${descriptor.id} ${level}: ${pluginSayingText(message)}\n`),
  };
  const { manifest, configSchema } = await describePlugin(descriptor, options);
  return { manifest, configSchema, open: (config) => openPlugin(descriptor, config, options) };
}

async function descriptorOf(folder: string): Promise<PluginDescriptor> {
  const name = path.basename(folder);
  for (const found of await discoverPlugins(path.dirname(folder))) {
    const { id, kept } = ownerOf(found);
    if (id !== name || kept !== undefined) continue;
    if ('descriptor' in found) return found.descriptor;
    throw new Error(`${folder}: ${pluginFaultSentence(found.refusal.fault)}`);
  }
  throw new Error(`${folder} is no plugin's folder.`);
}
