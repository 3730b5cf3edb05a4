import type { JsonObject } from '@activity-hub/contracts/event';
import type { PluginManifest } from '@activity-hub/contracts/plugin/manifest';
import type { PlainManifest } from '@activity-hub/contracts/plugin/plain-manifest';
import { PluginError } from '@activity-hub/contracts/plugin/plugin-error';
import type { SinkBatch } from '@activity-hub/contracts/plugin/sink';
import { z } from 'zod';
import { demandConfig, settingNotes } from '../catalogue/config-fault.ts';
import { settingKeywords } from '../catalogue/setting-keywords.ts';
import { type PluginLog, refusalOf } from '../process/available-plugin.ts';
import { compileForeignSchema, schemaFault } from '../schemas/compile-schema.ts';
import type { LentFetch } from './lent-fetches.ts';
import type { PluginDescriptor } from './plugin-descriptor.ts';
import { PluginEnded } from './plugin-ended.ts';
import { askReady, configure, PluginLife, type Ready } from './plugin-life.ts';
import { defaultPluginLimits, type PluginLimits } from './plugin-limits.ts';
import { PluginProcess } from './plugin-process.ts';
import { programOfPlugin } from './program-of-plugin.ts';
import { inSandbox, inTheOpen, type Launch, sandboxRefusal } from './sandbox.ts';

export interface PluginOptions {
  readonly hubVersion: string;
  readonly log: PluginLog;
  /** Runs without a sandbox, because whoever runs the hub says so. */
  readonly trusted?: boolean;
  readonly limits?: Partial<PluginLimits>;
  /** Whether others wait for the processors right now; default never. */
  readonly isBusy?: () => boolean;
  /** How a sink asks others; without it, it asks nobody. */
  readonly fetch?: LentFetch;
}

/** What a plugin says of itself. */
export interface DescribedPlugin {
  readonly manifest: PlainManifest;
  readonly configSchema: JsonObject;
  readonly deadlines: boolean;
  /** How a sink likes its events, if it has said so. */
  readonly batch: SinkBatch | undefined;
}

const never = (): boolean => false;

/** Starts a plugin, asks who it is and ends it. @throws PluginError when it cannot run on this hub */
export async function describePlugin(descriptor: PluginDescriptor, options: PluginOptions): Promise<DescribedPlugin> {
  const limits = limitsOf(options);
  const process = await startProcess(descriptor, limits, options);
  try {
    return described(await askReady(process, options.hubVersion, limits.handshakeMs), descriptor, options.hubVersion);
  } finally {
    process.dismiss();
  }
}

/**
 * Starts a plugin under a configuration.
 * @param accepts told who it is before it is configured; throws to refuse it
 * @throws PluginError when it cannot run
 */
export async function openLife(
  descriptor: PluginDescriptor,
  config: JsonObject,
  options: PluginOptions,
  accepts: (found: DescribedPlugin) => void = () => undefined,
): Promise<PluginLife> {
  const limits = limitsOf(options);
  const process = await startProcess(descriptor, limits, options);
  try {
    const ready = await askReady(process, options.hubVersion, limits.handshakeMs);
    const found = described(ready, descriptor, options.hubVersion);
    accepts(found);
    demandConfig(found.configSchema, config);
    await configure(process, config, limits.handshakeMs);
    return new PluginLife(process);
  } catch (error) {
    process.endWith(new PluginEnded('put_down'));
    throw error;
  }
}

export function limitsOf({ limits }: Pick<PluginOptions, 'limits'>): PluginLimits {
  return { ...defaultPluginLimits, ...limits };
}

async function startProcess(
  descriptor: PluginDescriptor,
  limits: PluginLimits,
  { trusted = false, log, isBusy = never, fetch }: PluginOptions,
): Promise<PluginProcess> {
  return new PluginProcess(await launchOf(descriptor, limits, trusted), limits, { log, isBusy, fetch });
}

/** @throws PluginError when the plugin is not trusted and cannot be isolated as it asks */
async function launchOf(descriptor: PluginDescriptor, limits: PluginLimits, trusted: boolean): Promise<Launch> {
  const program = await programOfPlugin(descriptor, limits, trusted);
  if (trusted) return inTheOpen(program, limits.niceness);
  const { kind, network } = descriptor;
  if (kind !== 'sink' && network.length > 0) throw new PluginError('network', { kind });
  const why = await sandboxRefusal();
  if (why !== undefined) throw new PluginError('no_isolation', { why });
  return inSandbox(program, limits.niceness);
}

function described(ready: Ready, descriptor: PluginDescriptor, hubVersion: string): DescribedPlugin {
  const { config_schema: configSchema, order, reads, ...rest } = ready.manifest;
  const optional = { ...(order === undefined ? {} : { order }), ...(reads === undefined ? {} : { reads }) };
  const manifest: PlainManifest = { ...rest, ...optional };
  if (manifest.id !== descriptor.id) throw new PluginError('other_id', { id: descriptor.id, own: manifest.id });
  if (manifest.kind !== descriptor.kind)
    throw new PluginError('other_kind', { kind: descriptor.kind, own: manifest.kind });
  const fault = schemaFault(configSchema, settingNotes);
  if (fault !== undefined) throw new PluginError('config_schema', { pointer: fault.pointer, message: fault.detail });
  const accepts = compileForeignSchema(configSchema, { notes: settingNotes, keywords: settingKeywords });
  const full: PluginManifest<unknown> = { ...manifest, config: z.custom((config) => accepts(config)) };
  const refusal = refusalOf(full, hubVersion);
  if (refusal !== undefined) throw new PluginError(refusal.code, refusal.values);
  return { manifest, configSchema, deadlines: ready.deadlines, batch: batchOf(ready) };
}

function batchOf({ batch }: Ready): SinkBatch | undefined {
  return batch === undefined ? undefined : { events: batch.events, gatherSeconds: batch.gather_seconds };
}
