import type { EventSearch } from '@activity-hub/contracts/activity/event-search';
import type { HubPorts } from '@activity-hub/contracts/api/hub-ports';
import { HubError } from '@activity-hub/contracts/errors';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import { createPostgresEventStore } from '@activity-hub/db/event-store/postgres-event-store';
import { type RecordedEventRow, recordedEventOf } from '@activity-hub/db/event-store/recorded-event-row';
import type { EventFilter } from '@activity-hub/db/queries/event-filter';
import { sees } from '@activity-hub/db/queries/sight';
import { eventFilterOf } from './event-filter-of.ts';
import { eventRowsOf } from './event-rows-of.ts';
import { markedEventOf, markedEventsOf } from './marked-events-of.ts';
import { maskEvent, touchesPersonal } from './mask-event.ts';
import type { QuerySources } from './query-sources.ts';
import { answerSearch } from './search-answer.ts';
import { demandSight, type Viewer } from './viewer.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function createEventQueries(sources: QuerySources, viewer: Viewer): HubPorts['events'] {
  const { sql, personalPathsOf, audit } = sources;
  const store = createPostgresEventStore(sql);

  /** An event outside the viewer's sight is as unknown as one that never was. */
  async function find(eventId: string): Promise<RecordedEvent> {
    const sight = await viewer.sight();
    const event = uuid.test(eventId) ? await store.get(eventId.toLowerCase()) : undefined;
    if (event !== undefined && (sight === 'everybody' || sees(sight, event.user_id))) return event;
    throw new HubError(
      'not_found',
      'There is no event under this id. The receipt names the id an event is kept under.',
      { pointer: '/event_id' },
    );
  }

  async function found<Item>(
    procedure: string,
    search: EventSearch,
    itemsOf: (rows: readonly RecordedEventRow[]) => Promise<Item[]>,
  ) {
    const filter = eventFilterOf(search, await viewer.sight());
    demandAskable(sources, viewer, filter);
    const { rows, ...page } = await answerSearch(sources, filter);
    const masked = rows.map((row) => maskEvent(row, personalPathsOf));
    // The answer waits for the record of the view in any case: what else it needs is asked for meanwhile.
    const [items] = await Promise.all([
      itemsOf(masked),
      viewer.saw(procedure, [filter.user_id ?? null, ...rows.map((row) => row.user_id)]),
    ]);
    return { items, ...page };
  }

  return {
    async get(eventId, asVersion) {
      const event = await find(eventId);
      await viewer.saw('events.get', [event.user_id]);
      // Masked afterwards: a step of an upcaster cannot make a number of a mask.
      const shown = asVersion === undefined ? event : await sources.asVersion(event, asVersion);
      return await markedEventOf(sql, maskEvent(shown, personalPathsOf));
    },
    async unmask({ event_id, reason }) {
      const event = await find(event_id);
      const { caller, requestId } = viewer.asking;
      const act = { action: 'event.unmasked', subject: `event:${event.event_id}`, after: { reason } };
      await audit.record({ ...act, caller, requestId });
      await viewer.saw('events.unmask', [event.user_id]);
      return await markedEventOf(sql, event);
    },
    search: (search) => found('events.search', search, (rows) => markedEventsOf(sql, rows.map(recordedEventOf))),
    rows: (search) => found('events.rows', search, (rows) => eventRowsOf(sql, rows)),
    types: async () => sources.eventTypes(),
  };
}

/** @throws HubError not_in_cohort, forbidden */
function demandAskable({ personalPathsOf }: QuerySources, viewer: Viewer, filter: EventFilter): void {
  if (filter.user_id !== undefined) demandSight(filter.sight, filter.user_id);
  if (filter.payload === undefined || viewer.mayAskPersonal) return;
  const { path } = filter.payload;
  const personal =
    filter.types === undefined ? personalPathsOf() : filter.types.flatMap((type) => personalPathsOf(type));
  if (!touchesPersonal(path, personal)) return;
  throw new HubError('forbidden', 'This field is personal and masked, so only admins may search by it.', {
    pointer: '/payload_path',
  });
}
