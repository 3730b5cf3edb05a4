import { PluginError } from '@activity-hub/contracts/plugin/plugin-error';
import { aggregators } from '@activity-hub/plugins/catalog';
import { awaitedLimits } from '../plugins/plugin-limits.ts';
import type { ExplainedPluginRef } from './explain-order.ts';
import { type ExplainedPlugin, shippedAsExplained, withoutAmount } from './explained-plugin.ts';

/** Where installed plugins lie, as for the process role. */
export interface ExplainedPlugins {
  readonly directory: string;
  readonly trusted: readonly string[];
  readonly hubVersion: string;
}

/** Shorter than for those who fold the log: somebody waits. */
const limits = { handshakeMs: 10_000, answerMs: 5_000, maxEnds: 1, ...awaitedLimits };

/** The code of a revision under its configuration. @throws PluginError when it cannot run here */
export async function openExplained(
  { directory, trusted, hubVersion }: ExplainedPlugins,
  { plugin_id, version, config }: ExplainedPluginRef,
): Promise<ExplainedPlugin> {
  const shipped = aggregators.find(({ manifest }) => manifest.id === plugin_id);
  if (shipped?.manifest.version === version) return shippedAsExplained(shipped, config);
  // Only where an installed plugin is asked about: what it takes to run one is half of this process.
  const { discoverPlugins } = await import('../plugins/discover-plugins.ts');
  const { openPlugin } = await import('../plugins/open-plugin.ts');
  const found = await discoverPlugins(directory);
  const folders = found.flatMap((each) =>
    'descriptor' in each && each.descriptor.id === plugin_id ? each.descriptor : [],
  );
  const descriptor = folders.find(({ kept }) => kept === version) ?? folders.find(({ kept }) => kept === undefined);
  if (shipped !== undefined || descriptor === undefined)
    throw new PluginError('other', { message: `The code of version ${version} is not where questions are answered.` });
  const options = { hubVersion, trusted: trusted.includes(plugin_id), limits, log: () => undefined };
  const opened = await openPlugin(descriptor, config, options);
  if (opened.kind === 'aggregator' && opened.manifest.version === version) return withoutAmount(opened);
  await opened.stop();
  throw new PluginError('other_version', { version: opened.manifest.version, before: version });
}
