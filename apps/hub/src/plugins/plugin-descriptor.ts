import type { PluginFault } from '@activity-hub/contracts/plugin/plugin-fault';
import { pluginIdPattern } from '@activity-hub/contracts/plugin/plugin-id';
import { z } from 'zod';
import { ruled } from './faults-of-issue.ts';
import { isLentHost } from './lent-hosts.ts';

/** `plugin.json` of an installed plugin: what the hub must know before it runs a line of it. */
export const pluginFile = z.strictObject({
  id: z
    .string()
    .max(64)
    .refine((text) => pluginIdPattern.test(text), ruled('setting_kebab_case')),
  kind: z.enum(['aggregator', 'detector', 'sink']),
  runtime: z.enum(['node', 'python']),
  /** A file in the plugin's folder. */
  main: z.string().refine((text) => /^[A-Za-z0-9_-][A-Za-z0-9_./-]*$/.test(text), ruled('setting_plugin_file')),
  /** Whom a sink wants to ask: hosts, and settings that hold one, as `lentHosts` reads them. */
  network: z
    .array(z.string().refine(isLentHost, ruled('setting_network_host')))
    .max(50)
    .default([]),
});

export interface PluginDescriptor extends Readonly<z.infer<typeof pluginFile>> {
  /** Without symbolic links. */
  readonly folder: string;
  /** Of an earlier version that is kept beside the newest one: what the name of its folder says. */
  readonly kept: string | undefined;
  /** Changes with every file of the folder, and with its name. */
  readonly fingerprint: string;
}

/** A folder that holds no plugin the hub can run, and why. */
export interface PluginRefusal {
  readonly id: string;
  readonly kept: string | undefined;
  readonly fault: PluginFault;
}

export type DiscoveredPlugin = { readonly descriptor: PluginDescriptor } | { readonly refusal: PluginRefusal };

/** Whose folder it is, whether or not it can be run. */
export function ownerOf(found: DiscoveredPlugin): Pick<PluginRefusal, 'id' | 'kept'> {
  return 'descriptor' in found ? found.descriptor : found.refusal;
}

/** Whether it is run by dispatch. */
export function isSink(found: DiscoveredPlugin): boolean {
  return 'descriptor' in found && found.descriptor.kind === 'sink';
}

/** What it is called. */
export function folderOf(found: DiscoveredPlugin): string {
  const { id, kept } = ownerOf(found);
  return kept === undefined ? id : `${id}@${kept}`;
}
