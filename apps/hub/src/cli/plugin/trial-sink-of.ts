import { pluginSayingText } from '@activity-hub/contracts/plugin/plugin-fault';
import type { TrialSink } from '@activity-hub/contracts/plugin/testing/trial-sink';
import { isLent, lentHosts } from '../../plugins/lent-hosts.ts';
import { type DescribedPlugin, openLife, type PluginOptions } from '../../plugins/open-life.ts';
import type { PluginDescriptor } from '../../plugins/plugin-descriptor.ts';
import { deliverApart } from '../../plugins/process-sink.ts';

/** A sink in a process of its own, in the sandbox the hub would give it; what it asks of others, its host answers. */
export function trialSinkOf(
  descriptor: PluginDescriptor,
  { configSchema, batch }: Pick<DescribedPlugin, 'configSchema' | 'batch'>,
  options: PluginOptions,
): TrialSink {
  return {
    configSchema,
    batch,
    mayAsk: (url, config) => isLent(url, lentHosts(descriptor.network, configSchema, config)),
    async open(config, { fetch, log }) {
      const life = await openLife(descriptor, config, {
        ...options,
        fetch,
        log: (_level, message) => log(pluginSayingText(message)),
      });
      return { deliver: (events) => deliverApart(life, events), stop: () => life.process.stop() };
    },
  };
}
