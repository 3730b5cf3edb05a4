import { pluginSayingText } from '@activity-hub/contracts/plugin/plugin-fault';
import { SecretBox } from '../dispatch/secret-box.ts';
import { shippedIds } from '../plugins/shipped-ids.ts';
import { dispatchCheck } from '../telemetry/health-checks.ts';
import type { Part, PartContext } from './part.ts';

/** Matching, deliveries and the sinks that carry them. */
export async function openDispatch({ env, logger, metrics, version }: PartContext): Promise<Part> {
  // Imported only here: nothing that runs plugins is ever loaded beside ingest.
  const { startDispatch } = await import('../dispatch/start-dispatch.ts');
  const { sinks } = await import('@activity-hub/plugins/catalog');
  const { InstalledSinks } = await import('../plugins/installed-sinks.ts');
  if (!env.signIn.secretKnown)
    logger.warn(
      'HUB_AUTH_SECRET is not set: secrets of subscriptions, kept with that of another process, cannot be opened.',
    );
  const dispatch = await startDispatch({
    databaseUrl: env.databaseUrl,
    box: new SecretBox(env.signIn.secret),
    allow: env.webhookAllow,
    sinks,
    installed: new InstalledSinks({
      directory: env.pluginsDir,
      trusted: env.trustedPlugins,
      reserved: await shippedIds(),
      hubVersion: version,
      log: (level, message) => logger[level](pluginSayingText(message)),
    }),
    dataDir: env.dataDir,
    logger,
    registry: metrics.registry,
  });
  return { checks: [dispatchCheck(() => dispatch.status())], stop: () => dispatch.stop() };
}
