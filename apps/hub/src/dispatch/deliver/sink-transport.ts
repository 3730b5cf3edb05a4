import type { RecordedEvent } from '@activity-hub/contracts/event';
import type { DeliveryResult, SinkBatch, SinkConnection } from '@activity-hub/contracts/plugin/sink';
import type { Outgoing, Transport, Tried } from './transport.ts';
import { unsent } from './unsent.ts';

const limitMs = 60_000;
const maxWords = 1_000;

export interface SinkTransportOptions {
  readonly connect: () => Promise<SinkConnection>;
  /** May change with its code. */
  readonly batch: () => SinkBatch;
  readonly width?: number;
  readonly onClose?: () => void;
}

/**
 * Hands batches to a sink, a plugin: what it breaks or never ends is a failed try, for its own subscription alone. It is
 * opened by the first batch and again by the next one after it could not be: what it leads to may be away for a while.
 */
export function sinkTransport({ connect, batch, width, onClose }: SinkTransportOptions): Transport {
  let opening: Promise<SinkConnection> | undefined;
  let connection: SinkConnection | undefined;
  const open = async (): Promise<SinkConnection> => {
    try {
      connection = await connect();
      return connection;
    } catch (error) {
      opening = undefined;
      throw error;
    }
  };
  return {
    get maxBatch() {
      return batch().events;
    },
    get gatherMs() {
      return batch().gatherSeconds * 1_000;
    },
    width,
    timeoutMs: limitMs,
    send: (outgoing) =>
      sendBatch(async () => {
        opening ??= open();
        return await opening;
      }, outgoing),
    async close() {
      onClose?.();
      if (connection !== undefined) await connection.close();
      // Whoever is still being opened was told to stop, and nobody waits for it.
      else opening?.then((late) => late.close()).catch(() => {});
    },
  };
}

async function sendBatch(opened: () => Promise<SinkConnection>, batch: readonly Outgoing[]): Promise<readonly Tried[]> {
  const startedAt = Date.now();
  const started = performance.now();
  const results = await answered(opened, batch);
  const took = { startedAt, durationMs: Math.round((performance.now() - started) * 10) / 10 };
  if (typeof results === 'string') {
    return batch.map(() => ({ ...unsent(undefined, 'sink', results), ...took, away: true }));
  }
  const byEvent = new Map(results.map((result) => [result?.event_id, result]));
  return batch.map(({ row }) => ({ ...triedOf(byEvent.get(row.event_id)), ...took }));
}

/** The results, or why there are none. */
async function answered(
  opened: () => Promise<SinkConnection>,
  batch: readonly Outgoing[],
): Promise<readonly DeliveryResult[] | string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`The sink did not answer within ${limitMs / 1000} s.`), limitMs);
  });
  try {
    const connection = await Promise.race([opened(), late]);
    if (typeof connection === 'string') return connection;
    const results = await Promise.race([connection.deliver(batch.map(eventOf)), late]);
    if (typeof results === 'string' || Array.isArray(results)) return results;
    return 'The sink answered something that is no list of results.';
  } catch (error) {
    return `The sink failed: ${wordsOf(error instanceof Error ? error.message : error)}`;
  } finally {
    clearTimeout(timer);
  }
}

/** What a person edited is an event of the same id. */
function eventOf({ row, event, body }: Outgoing): RecordedEvent {
  if (event !== undefined && !row.edited) return event;
  return { ...event, ...(body as Partial<RecordedEvent>), event_id: row.event_id } as RecordedEvent;
}

function triedOf(result: DeliveryResult | undefined): Tried {
  switch (result?.outcome) {
    case 'delivered':
      return { ...unsent('delivered', 'sink', ''), error: undefined };
    case 'reject':
      return unsent('rejected', 'sink', wordsOf(result.reason));
    case 'retry': {
      const { retryAfterSeconds } = result;
      const asked: Record<string, string> =
        retryAfterSeconds === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterSeconds)) };
      return { ...unsent(undefined, 'sink', wordsOf(result.reason)), away: true, responseHeaders: asked };
    }
    default:
      return unsent(undefined, 'sink', 'The sink told no result for this event.');
  }
}

/** What a plugin says, whatever it is. */
function wordsOf(said: unknown): string {
  return typeof said === 'string' ? said.slice(0, maxWords).toWellFormed() : 'it gave no reason in words.';
}
