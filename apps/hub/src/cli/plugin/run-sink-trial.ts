import type { JsonObject, RecordedEvent } from '@activity-hub/contracts/event';
import type { FetchRequest } from '@activity-hub/contracts/plugin/protocol';
import { secretsIn } from '@activity-hub/contracts/plugin/secrets-in';
import { type DeliveryResult, SINK_BATCH_LIMITS } from '@activity-hub/contracts/plugin/sink';
import { strayed } from '@activity-hub/contracts/plugin/testing/sink-fixtures';
import { bodyOf, StandIn } from '@activity-hub/contracts/plugin/testing/stand-in';
import type { TrialSink } from '@activity-hub/contracts/plugin/testing/trial-sink';
import { withoutSecrets } from '@activity-hub/contracts/plugin/without-secrets';
import { missingSetting } from '../../dispatch/subscriptions/missing-setting.ts';
import type { PluginFolder } from './open-plugin-folder.ts';
import type { TrialEvents } from './trial-events.ts';

type Outcome = DeliveryResult['outcome'] | 'none';

export interface SinkTrialReport {
  readonly id: string;
  readonly kind: 'sink';
  readonly version: string;
  readonly events: number;
  readonly batches: number;
  /** How many events came to what; `none`: it gave no result for them. */
  readonly outcomes: Readonly<Record<Outcome, number>>;
  readonly requests_in_all: number;
  /** The first of them. */
  readonly requests: readonly { readonly method: string; readonly url: string; readonly body: string }[];
  /** Of the first events. */
  readonly results: readonly {
    readonly event_id: string;
    readonly event_type: string;
    readonly timestamp: string;
    readonly outcome: Outcome;
    readonly reason?: string;
  }[];
  /** What the hub would not let it do. */
  readonly faults: readonly string[];
  readonly seconds: number;
  readonly notices: readonly string[];
}

export const MOST_REPORTED = 1_000;
const usualBatch = 100;
const unsealed =
  'It is trusted (HUB_TRUSTED_PLUGINS), so it ran without isolation: what it sends past the hub was sent.';

/**
 * Has a sink deliver past events to a stand-in that takes everything: nothing leaves the machine.
 * @throws Error with a sentence when it needs another setting, or gives no results
 */
export async function runSinkTrial(
  { manifest: { id, version }, trusted }: Pick<PluginFolder, 'manifest' | 'trusted'>,
  sink: TrialSink,
  config: JsonObject,
  { events, notices }: TrialEvents,
): Promise<SinkTrialReport> {
  demandNeeded(sink, config);
  const secrets = secretsIn(sink.configSchema, config);
  const blanked = (text: string): string => withoutSecrets(text, secrets);
  const standIn = new StandIn(() => ({ status: 200, headers: {} }));
  const log = (line: string): void => void process.stderr.write(`${id}: ${blanked(line)}\n`);
  const program = await sink.open(config, { fetch: standIn.fetch, log });
  const results: SinkTrialReport['results'][number][] = [];
  const outcomes = { delivered: 0, retry: 0, reject: 0, none: 0 };
  const size = batchSize(sink);
  const begun = performance.now();
  try {
    for (let at = 0; at < events.length; at += size) {
      const batch = events.slice(at, at + size);
      for (const result of resultsOf(batch, await program.deliver(batch).catch(noResults))) {
        outcomes[result.outcome] += 1;
        if (results.length === MOST_REPORTED) continue;
        results.push('reason' in result ? { ...result, reason: blanked(result.reason) } : result);
      }
    }
  } finally {
    await program.stop();
  }
  const { requests } = standIn;
  return {
    id,
    kind: 'sink',
    version,
    events: events.length,
    batches: Math.ceil(events.length / size),
    outcomes,
    requests_in_all: requests.length,
    requests: requests.slice(0, MOST_REPORTED).map((request) => shown(request, blanked)),
    results,
    faults: strayed(standIn.strayedTo((url) => sink.mayAsk(url, config))),
    seconds: Math.round(performance.now() - begun) / 1_000,
    notices: trusted ? [...notices, unsealed] : notices,
  };
}

function demandNeeded({ configSchema }: TrialSink, config: JsonObject): void {
  const missing = missingSetting(configSchema, config);
  if (missing === undefined) return;
  throw new Error(`It sends nothing without the setting ${missing}: give it with --config '{"${missing}": …}'.`);
}

function noResults(error: Error): never {
  throw new Error(`It gave no results: ${error.message}`, { cause: error });
}

function batchSize({ batch }: TrialSink): number {
  return Math.max(1, Math.min(SINK_BATCH_LIMITS.maxEvents, Math.floor(batch?.events ?? usualBatch)));
}

function* resultsOf(batch: readonly RecordedEvent[], given: readonly DeliveryResult[]) {
  const byId = new Map(given.map((result) => [result.event_id, result]));
  for (const { event_id, event_type, timestamp } of batch)
    yield { event_type, timestamp, ...(byId.get(event_id) ?? ({ event_id, outcome: 'none' } as const)) };
}

function shown(request: FetchRequest, blanked: (text: string) => string): SinkTrialReport['requests'][number] {
  return { method: request.method, url: blanked(request.url), body: blanked(bodyOf(request)) };
}
