import type { MarkedEvent } from '@activity-hub/contracts/activity/event-search';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import { type CorrectionKinds, listCorrectionKinds } from '@activity-hub/db/corrections/list-correction-kinds';
import type { Sql } from '@activity-hub/db/postgres/client';

/** The events in their order, each with how it was taken back: one statement for all of them. */
export async function markedEventsOf(sql: Sql, events: readonly RecordedEvent[]): Promise<MarkedEvent[]> {
  const ids = events.map(({ event_id }) => event_id);
  const kinds = await listCorrectionKinds(sql, ids);
  return events.map((event) => marked(event, kinds));
}

export async function markedEventOf(sql: Sql, event: RecordedEvent): Promise<MarkedEvent> {
  return marked(event, await listCorrectionKinds(sql, [event.event_id]));
}

function marked(event: RecordedEvent, kinds: CorrectionKinds): MarkedEvent {
  return { ...event, correction: kinds.get(event.event_id) ?? null };
}
