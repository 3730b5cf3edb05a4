import { type PluginFaultCode, pluginFaultSentences } from '@activity-hub/contracts/plugin/plugin-fault';
import access from './access.en.json' with { type: 'json' };
import deliveries from './deliveries.en.json' with { type: 'json' };
import shell from './en.json' with { type: 'json' };
import explain from './explain.en.json' with { type: 'json' };
import plugins from './plugins.en.json' with { type: 'json' };
import problem from './problem.en.json' with { type: 'json' };
import registry from './registry.en.json' with { type: 'json' };
import repair from './repair.en.json' with { type: 'json' };
import sinks from './sinks.en.json' with { type: 'json' };
import subscriptions from './subscriptions.en.json' with { type: 'json' };
import works from './works.en.json' with { type: 'json' };

/** All texts in English. They lie in files by area, so that one person may write one of them. */
export const english = {
  ...shell,
  ...access,
  ...registry,
  ...repair,
  ...works,
  ...explain,
  ...plugins,
  // What the hub says of plugins in English is made of the same table.
  pluginFault: pluginFaultSentences as Readonly<Record<PluginFaultCode, string>>,
  ...problem,
  ...sinks,
  ...subscriptions,
  ...deliveries,
};
