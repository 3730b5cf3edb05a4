import type { RecordedEvent } from '@activity-hub/contracts/event';
import type { SinkContext } from '@activity-hub/contracts/plugin/context';
import type { DeliveryResult, Sink, SinkConnection } from '@activity-hub/contracts/plugin/sink';
import { uuidV5 } from '@activity-hub/contracts/uuid-v5';
import { askTarget } from '../http/ask-target.ts';
import { demandAddress } from '../http/http-address.ts';
import { itemChunks } from './item-chunks.ts';
import { resultsOfBatch } from './results-of-batch.ts';
import { type SubsystemConfig, subsystemConfig } from './subsystem-config.ts';
import type { SubsystemItem } from './subsystem-contract.ts';
import type { SubsystemDescription } from './subsystem-description.ts';
import { subsystemItem } from './subsystem-item.ts';

const REQUEST_NAMESPACE = '2f0d6c7e-93a4-5b1c-8d3e-6a7f1b20c9d4';

/** A sink that posts batches to one endpoint of a subsystem. Its contract is in `docs/api/subsystems`. */
export function subsystemSink(description: SubsystemDescription): Sink<SubsystemConfig> {
  const { id, version, title, topics } = description;
  return {
    manifest: {
      id,
      version,
      kind: 'sink',
      hub: '^0.1.0',
      title,
      description: description.description,
      config: subsystemConfig(description),
      topics,
      scope: 'stream',
      windows: [],
      emits: [],
    },

    async connect(config, context) {
      return connectionTo(description, config, demandAddress(id, config.url), context);
    },
  };
}

function connectionTo(
  description: SubsystemDescription,
  config: SubsystemConfig,
  address: string,
  context: SinkContext,
): SinkConnection {
  const secrets = [config.token];

  const post = async (items: readonly SubsystemItem[]): Promise<DeliveryResult[]> => {
    const answer = await askTarget(context, {
      method: 'POST',
      url: address + description.path,
      headers: {
        'idempotency-key': requestKey(items),
        ...(config.token === '' ? {} : { authorization: `Bearer ${config.token}` }),
      },
      body: { items },
      timeoutSeconds: config.timeout_seconds,
      secrets,
    });
    return resultsOfBatch(items, answer, secrets);
  };

  return {
    async deliver(batch) {
      const results = new Map<string, DeliveryResult>();
      const keep = (result: DeliveryResult): void => void results.set(result.event_id, result);
      const items = itemsOf(batch, description, config, keep);
      // One after the other, and none after one that has to wait: a person's events keep their order.
      let waiting: DeliveryResult | undefined;
      for (const chunk of itemChunks(items, config.max_items)) {
        const held = waiting;
        const told =
          held === undefined ? await post(chunk) : chunk.map(({ event_id }): DeliveryResult => ({ ...held, event_id }));
        told.forEach(keep);
        waiting = told.find((result) => result.outcome === 'retry');
      }
      return batch.map(({ event_id }) => results.get(event_id) ?? notTried(event_id));
    },
    async close() {},
  };
}

/** What goes out, each event once. What does not fit the contract is refused here, before it is sent. */
function itemsOf(
  batch: readonly RecordedEvent[],
  { data }: SubsystemDescription,
  { mapping }: SubsystemConfig,
  refuse: (result: DeliveryResult) => void,
): SubsystemItem[] {
  const once = new Map(batch.map((event) => [event.event_id, event]));
  return [...once.values()].flatMap((event) => {
    const made = subsystemItem(event, mapping, data);
    if (made.kind === 'item') return [made.item];
    refuse({ event_id: event.event_id, outcome: 'reject', reason: made.reason });
    return [];
  });
}

/** Equal for the same items in the same order, so that a repeated request is seen as one. */
function requestKey(items: readonly SubsystemItem[]): string {
  return uuidV5(REQUEST_NAMESPACE, items.map((item) => item.idempotency_key).join(' '));
}

function notTried(eventId: string): DeliveryResult {
  return { event_id: eventId, outcome: 'retry', reason: 'it was not tried' };
}
