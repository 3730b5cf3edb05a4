import type { JsonObject } from '@activity-hub/contracts/event';
import type { OpenedPlugin } from '../process/available-plugin.ts';
import { type DescribedPlugin, limitsOf, openLife, type PluginOptions } from './open-life.ts';
import type { PluginDescriptor } from './plugin-descriptor.ts';
import { PluginEnded } from './plugin-ended.ts';
import type { PluginLife } from './plugin-life.ts';
import { PluginLives } from './plugin-lives.ts';
import { ProcessAggregatorProgram, ProcessDetectorProgram } from './process-program.ts';

/** Opens an aggregator or a detector under a configuration. @throws PluginError when it cannot run */
export async function openPlugin(
  descriptor: PluginDescriptor,
  config: JsonObject,
  options: PluginOptions,
): Promise<OpenedPlugin & DescribedPlugin> {
  let known: DescribedPlugin | undefined;
  const start = (): Promise<PluginLife> =>
    openLife(descriptor, config, options, (found) => {
      if (known !== undefined && known.manifest.version !== found.manifest.version)
        throw new PluginEnded('other_version', { version: found.manifest.version, before: known.manifest.version });
      known ??= found;
    });
  const first = await start();
  const lives = new PluginLives({ start, limits: limitsOf(options), log: options.log }, first);
  const described = known as unknown as DescribedPlugin;
  const { manifest, deadlines } = described;
  const common = { ...described, apart: true, stop: () => lives.stop(), memoryMb: () => lives.residentMb };
  return descriptor.kind === 'aggregator'
    ? { ...common, kind: 'aggregator', program: new ProcessAggregatorProgram(lives, deadlines, manifest) }
    : { ...common, kind: 'detector', program: new ProcessDetectorProgram(lives) };
}
