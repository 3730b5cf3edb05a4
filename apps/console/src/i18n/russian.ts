import access from './access.ru.json' with { type: 'json' };
import deliveries from './deliveries.ru.json' with { type: 'json' };
import explain from './explain.ru.json' with { type: 'json' };
import pluginFault from './plugin-fault.ru.json' with { type: 'json' };
import plugins from './plugins.ru.json' with { type: 'json' };
import problem from './problem.ru.json' with { type: 'json' };
import registry from './registry.ru.json' with { type: 'json' };
import repair from './repair.ru.json' with { type: 'json' };
import shell from './ru.json' with { type: 'json' };
import sinks from './sinks.ru.json' with { type: 'json' };
import subscriptions from './subscriptions.ru.json' with { type: 'json' };
import works from './works.ru.json' with { type: 'json' };

export const russian = {
  ...shell,
  ...access,
  ...registry,
  ...repair,
  ...works,
  ...explain,
  ...plugins,
  ...pluginFault,
  ...problem,
  ...sinks,
  ...subscriptions,
  ...deliveries,
};
