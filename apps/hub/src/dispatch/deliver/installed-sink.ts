import type { JsonObject } from '@activity-hub/contracts/event';
import { PluginError, pluginFaultOfError } from '@activity-hub/contracts/plugin/plugin-error';
import { pluginSayingText } from '@activity-hub/contracts/plugin/plugin-fault';
import { secretsIn } from '@activity-hub/contracts/plugin/secrets-in';
import type { DeliveryResult, SinkConnection } from '@activity-hub/contracts/plugin/sink';
import { withoutSecrets } from '@activity-hub/contracts/plugin/without-secrets';
import type { BaseLogger } from 'pino';
import type { InstalledSinks } from '../../plugins/installed-sinks.ts';
import { lentHosts } from '../../plugins/lent-hosts.ts';
import type { PluginLife } from '../../plugins/plugin-life.ts';
import { deliverApart, deliverWithinMs } from '../../plugins/process-sink.ts';
import type { SinkProcesses } from '../../plugins/sink-processes.ts';
import type { AllowList } from '../webhook/allow-list.ts';
import type { GuardedAgents } from '../webhook/guarded-agent.ts';
import { lentFetch } from './lent-fetch.ts';

export interface InstalledSinkSources {
  readonly installed: InstalledSinks;
  readonly processes: SinkProcesses;
  readonly agents: GuardedAgents;
  readonly allow: AllowList;
  readonly logger: BaseLogger;
  /** Whether somebody records right now, who waits for the same processors. */
  readonly isBusy: () => boolean;
}

/** With less time left it is not asked: the next attempt finds its process started. */
const leastMs = 10_000;

/**
 * Carries an installed sink for one subscription. Its process is started when there is something to deliver, and again after
 * it ended or its code changed; nothing it says is kept with a secret of the subscription in it.
 */
export function installedSink(
  sources: InstalledSinkSources,
  id: string,
  subscriptionId: string,
  config: JsonObject,
): SinkConnection {
  const { installed, processes } = sources;
  const owner = {};
  let isClosed = false;
  return {
    async deliver(events) {
      const startedAt = performance.now();
      const sink = await installed.told(id);
      if (sink === undefined) throw new Error(`There is no sink ${id} here.`);
      if (sink.refusal !== undefined) throw new PluginError(sink.refusal.code, sink.refusal.values);
      const schema = sink.described?.configSchema ?? {};
      const secrets = secretsIn(schema, config);
      const open = (): Promise<PluginLife> =>
        installed.open(sink, config, {
          log: (level, message) => {
            const said = withoutSecrets(pluginSayingText(message), secrets);
            sources.logger[level]({ subscription_id: subscriptionId, sink: id }, said);
          },
          isBusy: sources.isBusy,
          fetch: lentFetch(sources, lentHosts(sink.descriptor.network, schema, config)),
        });
      try {
        const { fingerprint } = sink.descriptor;
        const results = await processes.use(owner, fingerprint, open, async (life) => {
          const leftMs = deliverWithinMs - (performance.now() - startedAt);
          // Whoever wanted it has given up by then, and sends the same events again.
          if (isClosed || leftMs < leastMs) return undefined;
          return await deliverApart(life, events, Math.floor(leftMs / 1_000) * 1_000);
        });
        if (results === undefined)
          throw new Error('It waited too long for a process of its own; the next attempt finds it started.');
        return results.map((result) => saidWithout(result, secrets));
      } catch (error) {
        throw new Error(withoutSecrets(pluginSayingText(pluginFaultOfError(error)), secrets), { cause: error });
      }
    },
    async close() {
      isClosed = true;
      await processes.end(owner);
    },
  };
}

function saidWithout(result: DeliveryResult, secrets: readonly string[]): DeliveryResult {
  return 'reason' in result ? { ...result, reason: withoutSecrets(result.reason, secrets) } : result;
}
