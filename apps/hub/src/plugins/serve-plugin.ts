import type { RecordedEvent } from '@activity-hub/contracts/event';
import { jsonSchemaOf } from '@activity-hub/contracts/event-types/payload-json-schema';
import { type AnyAggregator, isDeadlineAware } from '@activity-hub/contracts/plugin/aggregator';
import type { AnyDetector } from '@activity-hub/contracts/plugin/detector';
import { foldGroup } from '@activity-hub/contracts/plugin/fold-group';
import { inspectGroup } from '@activity-hub/contracts/plugin/inspect-group';
import { jsonFlawOf, refuseJsonFlaw } from '@activity-hub/contracts/plugin/json-flaw';
import { keysOf } from '@activity-hub/contracts/plugin/keys-of';
import { thrownFault } from '@activity-hub/contracts/plugin/plugin-error';
import { pluginFaultSentence } from '@activity-hub/contracts/plugin/plugin-fault';
import type { FoldAnswer } from '@activity-hub/contracts/plugin/program';
import { type HubMessage, PROTOCOL_LIMITS, PROTOCOL_VERSION } from '@activity-hub/contracts/plugin/protocol';
import { configuredWith } from './configured-with.ts';
import { hubLines } from './hub-lines.ts';

type AnyPlugin = AnyAggregator | AnyDetector;
type Request<Type extends HubMessage['type']> = Extract<HubMessage, { type: Type }>;

/** Answers the hub on standard input and output for a plugin, until it says stop. */
export async function servePlugin(plugin: AnyPlugin): Promise<void> {
  const serving = new Serving(plugin);
  for await (const message of hubLines()) {
    if (message.type === 'stop') return;
    process.stdout.write(`${JSON.stringify(serving.answer(message))}\n`);
  }
}

class Serving {
  readonly #plugin: AnyPlugin;
  /** By the id of their `keys` message; the newest ones. */
  readonly #batches = new Map<number, readonly RecordedEvent[]>();
  #config: unknown;

  constructor(plugin: AnyPlugin) {
    this.#plugin = plugin;
  }

  answer(message: Exclude<HubMessage, { type: 'stop' }>): object {
    switch (message.type) {
      case 'hello':
        return this.#ready();
      case 'configure':
        return this.#configured(message.config);
      default:
        try {
          return this.#requested(message);
        } catch (error) {
          const { code, values } = thrownFault(error);
          return { type: 'failed', id: message.id, reason: pluginFaultSentence({ code, values }), code, values };
        }
    }
  }

  #ready(): object {
    const { config, ...manifest } = this.#plugin.manifest;
    const deadlines = isAggregator(this.#plugin) && isDeadlineAware(this.#plugin);
    const sent = { ...manifest, config_schema: jsonSchemaOf(config) };
    return { type: 'ready', protocol: PROTOCOL_VERSION, manifest: sent, deadlines };
  }

  #configured(given: unknown): object {
    const { config, fault } = configuredWith(this.#plugin, given);
    this.#config = config;
    return { type: 'configured', fault };
  }

  #requested(message: Request<'keys' | 'fold' | 'inspect' | 'deliver' | 'fetched'>): object {
    const { id } = message;
    if (message.type === 'keys') {
      this.#keep(id, message.events);
      return { type: 'keys', id, ...keysOf(this.#plugin, message.events) };
    }
    if (message.type === 'fold') {
      const plugin = this.#plugin;
      if (!isAggregator(plugin)) throw new TypeError('A detector folds nothing.');
      const folded = message.requests.map((request) => {
        const events = this.#eventsOf(message.batch, request.events);
        const answer = foldGroup(plugin, this.#config, { ...request, events });
        demandFoldedJson(answer, request.key);
        return answer;
      });
      return { type: 'folded', id, answers: folded };
    }
    if (message.type !== 'inspect') throw new TypeError('It is no sink: it delivers nothing and asks nobody.');
    const plugin = this.#plugin;
    if (isAggregator(plugin)) throw new TypeError('An aggregator inspects nothing.');
    const inspected = message.requests.map((request) => {
      const events = this.#eventsOf(message.batch, request.events);
      const answer = inspectGroup(plugin, this.#config, { ...request, events });
      refuseJsonFlaw(jsonFlawOf(answer.state, false), 'state', request.key);
      for (const { kind, evidence } of answer.findings) refuseJsonFlaw(jsonFlawOf(evidence, false), 'evidence', kind);
      return answer;
    });
    return { type: 'inspected', id, answers: inspected };
  }

  #keep(id: number, events: readonly RecordedEvent[]): void {
    this.#batches.set(id, events);
    const [oldest] = this.#batches.keys();
    if (this.#batches.size > PROTOCOL_LIMITS.batchesKept && oldest !== undefined) this.#batches.delete(oldest);
  }

  #eventsOf(batch: number | null, sent: readonly (number | RecordedEvent)[]): readonly RecordedEvent[] {
    const held = batch === null ? undefined : this.#batches.get(batch);
    return sent.map((each) => {
      if (typeof each !== 'number') return each;
      const event = held?.[each];
      if (event === undefined) throw new RangeError(`Batch ${batch} has no event ${each} here.`);
      return event;
    });
  }
}

/** Once it is written as JSON nobody can tell: NaN is null then, and a Date a text. */
function demandFoldedJson({ state, view, steps }: FoldAnswer, key: string): void {
  refuseJsonFlaw(jsonFlawOf(state, false), 'state', key);
  refuseJsonFlaw(jsonFlawOf(view, false), 'view', key);
  for (const { derived } of steps)
    for (const { event_type, payload } of derived) refuseJsonFlaw(jsonFlawOf(payload, false), 'payload', event_type);
}

function isAggregator(plugin: AnyPlugin): plugin is AnyAggregator {
  return 'apply' in plugin;
}
