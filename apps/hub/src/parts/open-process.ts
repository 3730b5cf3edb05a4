import { pluginSayingText } from '@activity-hub/contracts/plugin/plugin-fault';
import { shippedIds } from '../plugins/shipped-ids.ts';
import { processingCheck } from '../telemetry/health-checks.ts';
import type { Part, PartContext } from './part.ts';

/** The consumers and the plugins they carry. */
export async function openProcess({ env, logger, metrics, version }: PartContext): Promise<Part> {
  // Imported only here: nothing that runs plugins is ever loaded beside ingest.
  const { startProcessing } = await import('../process/start-processing.ts');
  const { aggregators, detectors } = await import('@activity-hub/plugins/catalog');
  const { createInstalledPlugins } = await import('../plugins/installed-plugins.ts');
  const installed = createInstalledPlugins({
    directory: env.pluginsDir,
    trusted: env.trustedPlugins,
    reserved: await shippedIds(),
    hubVersion: version,
    log: (level, message) => logger[level](pluginSayingText(message)),
  });
  const processing = await startProcessing({
    databaseUrl: env.databaseUrl,
    clickhouse: env.clickhouseUrl === undefined ? undefined : { url: env.clickhouseUrl },
    plugins: { aggregators, detectors },
    installed,
    hubVersion: version,
    logger,
    registry: metrics.registry,
    quietMs: env.quietMs,
  });
  return { checks: [processingCheck(() => processing.health())], stop: () => processing.stop() };
}
