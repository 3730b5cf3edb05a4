import { createHash } from 'node:crypto';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import type { DeliveryResult } from '@activity-hub/contracts/plugin/sink';
import { resultOf } from '../http/target-answer.ts';
import type { ObjectStore, StoredObject } from './object-store.ts';

/** How a sink writes the events of one object. */
export interface ObjectFormat extends Omit<StoredObject, 'key' | 'body'> {
  /** With the dot. */
  readonly extension: string;
  readonly encode: (events: readonly RecordedEvent[]) => Uint8Array;
}

/**
 * One object per day of recording. What is recorded today is never in the folder of yesterday, so a reader that
 * has read a past day has read it for good.
 */
export async function deliverObjects(
  store: ObjectStore,
  prefix: string,
  format: ObjectFormat,
  batch: readonly RecordedEvent[],
): Promise<readonly DeliveryResult[]> {
  const once = [...new Map(batch.map((event) => [event.event_id, event])).values()];
  const results = new Map<string, DeliveryResult>();
  for (const [day, events] of Map.groupBy(once, (event) => event.recorded_at.slice(0, 10))) {
    for (const result of await putEvents(store, `${prefix}dt=${day}/`, format, events)) {
      results.set(result.event_id, result);
    }
  }
  return batch.map(({ event_id }) => results.get(event_id) ?? { event_id, outcome: 'retry', reason: 'not written' });
}

async function putEvents(
  store: ObjectStore,
  folder: string,
  { extension, encode, ...type }: ObjectFormat,
  events: readonly RecordedEvent[],
): Promise<DeliveryResult[]> {
  const answer = await store.put({ ...type, key: `${folder}${nameOf(events)}${extension}`, body: encode(events) });
  return events.map(({ event_id }) =>
    answer.kind === 'taken' ? { event_id, outcome: 'delivered' } : resultOf(event_id, answer),
  );
}

/** The same events have the same name in whatever order they come, so a repeated batch takes its own place. */
function nameOf(events: readonly RecordedEvent[]): string {
  const ids = events.map((event) => event.event_id).toSorted();
  return createHash('sha256').update(ids.join('\n')).digest('hex').slice(0, 32);
}
