import path from 'node:path';
import type { JsonObject } from '@activity-hub/contracts/event';
import type { PlainManifest } from '@activity-hub/contracts/plugin/plain-manifest';
import { pluginFaultSentence, pluginSayingText } from '@activity-hub/contracts/plugin/plugin-fault';
import type { TrialSink } from '@activity-hub/contracts/plugin/testing/trial-sink';
import type { TrialPlugin } from '@activity-hub/contracts/plugin/trial-run';
import hub from '../../../package.json' with { type: 'json' };
import { discoverPlugins } from '../../plugins/discover-plugins.ts';
import { describePlugin, type PluginOptions } from '../../plugins/open-life.ts';
import { openPlugin } from '../../plugins/open-plugin.ts';
import { ownerOf, type PluginDescriptor } from '../../plugins/plugin-descriptor.ts';
import { trialSinkOf } from './trial-sink-of.ts';

/** A plugin's folder, looked at as the hub looks at it. */
export interface PluginFolder {
  readonly manifest: PlainManifest;
  readonly configSchema: JsonObject;
  /** Runs without a sandbox. */
  readonly trusted: boolean;
  /** Starts an aggregator or a detector in a process of its own, in the sandbox the hub would give it. */
  open(config: JsonObject): Promise<RunningPlugin>;
  /** If it is one. */
  readonly sink: TrialSink | undefined;
}
export type RunningPlugin = TrialPlugin & { stop(): Promise<void> };

/** @throws Error with a sentence when the hub would not run it */
export async function openPluginFolder(folder: string): Promise<PluginFolder> {
  const descriptor = await descriptorOf(folder);
  const named = (process.env['HUB_TRUSTED_PLUGINS'] ?? '').split(',').map((id) => id.trim());
  const trusted = named.includes(descriptor.id);
  const options: PluginOptions = {
    hubVersion: hub.version,
    trusted,
    // Its author waits, and no hub runs in this process.
    limits: { niceness: 0 },
    log: (level, message) => void process.stderr.write(`${descriptor.id} ${level}: ${pluginSayingText(message)}\n`),
  };
  const described = await describePlugin(descriptor, options);
  return {
    manifest: described.manifest,
    configSchema: described.configSchema,
    trusted,
    open: (config) => openPlugin(descriptor, config, options),
    sink: descriptor.kind === 'sink' ? trialSinkOf(descriptor, described, options) : undefined,
  };
}

/** @throws Error with a sentence when the folder holds no plugin */
export async function descriptorOf(folder: string): Promise<PluginDescriptor> {
  const name = path.basename(folder);
  for (const found of await discoverPlugins(path.dirname(folder))) {
    const { id, kept } = ownerOf(found);
    if (id !== name || kept !== undefined) continue;
    if ('descriptor' in found) return found.descriptor;
    throw new Error(`${folder}: ${pluginFaultSentence(found.refusal.fault)}`);
  }
  throw new Error(`${folder} is no plugin's folder.`);
}
