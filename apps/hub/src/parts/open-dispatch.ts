import { SecretBox } from '../dispatch/secret-box.ts';
import { dispatchCheck } from '../telemetry/health-checks.ts';
import type { Part, PartContext } from './part.ts';

/** Matching, deliveries and the sinks that carry them. */
export async function openDispatch({ env, logger, metrics }: PartContext): Promise<Part> {
  // Imported only here: nothing that runs plugins is ever loaded beside ingest.
  const { startDispatch } = await import('../dispatch/start-dispatch.ts');
  const { sinks } = await import('@activity-hub/plugins/catalog');
  if (!env.signIn.secretKnown)
    logger.warn(
      'HUB_AUTH_SECRET is not set: secrets of subscriptions, kept with that of another process, cannot be opened.',
    );
  const dispatch = await startDispatch({
    databaseUrl: env.databaseUrl,
    box: new SecretBox(env.signIn.secret),
    allow: env.webhookAllow,
    sinks,
    dataDir: env.dataDir,
    logger,
    registry: metrics.registry,
  });
  return { checks: [dispatchCheck(() => dispatch.status())], stop: () => dispatch.stop() };
}
