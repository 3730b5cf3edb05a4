import type { HubPorts } from '@activity-hub/contracts/api/hub-ports';
import { HubError } from '@activity-hub/contracts/errors';
import { eventTypes } from '@activity-hub/contracts/event-types/catalog';
import { payloadJsonSchema } from '@activity-hub/contracts/event-types/payload-json-schema';
import { createPostgresEventStore } from '@activity-hub/db/event-store/postgres-event-store';
import { recordedEventOf } from '@activity-hub/db/event-store/recorded-event-row';
import { eventRowOf } from './event-row-of.ts';
import type { QuerySources } from './query-sources.ts';
import { answerSearch } from './search-answer.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function createEventQueries(sources: QuerySources): HubPorts['events'] {
  const { sql } = sources;
  const store = createPostgresEventStore(sql);
  return {
    async get(eventId) {
      const event = uuid.test(eventId) ? await store.get(eventId.toLowerCase()) : undefined;
      if (event !== undefined) return event;
      throw new HubError(
        'not_found',
        'There is no event under this id. The receipt names the id an event is kept under.',
        {
          pointer: '/event_id',
        },
      );
    },
    async search(search) {
      const { rows, ...page } = await answerSearch(sources, search);
      return { items: rows.map(recordedEventOf), ...page };
    },
    async rows(search) {
      const { rows, ...page } = await answerSearch(sources, search);
      return { items: rows.map(eventRowOf), ...page };
    },
    types: async () =>
      eventTypes.map(({ event_type, family, origin, version, title, ...type }) => ({
        event_type,
        family,
        origin,
        version,
        title,
        payload_schema: payloadJsonSchema({ event_type, family, origin, version, title, ...type }) as never,
      })),
  };
}
