import type { Sql } from '../postgres/client.ts';
import { appendEvents } from './append-events.ts';
import { appendRounds } from './append-rounds.ts';
import type { EventStore } from './event-store.ts';
import { getEvent } from './get-event.ts';
import { laneHeads } from './lane-heads.ts';
import { logEpoch } from './log-epoch.ts';
import { readLane } from './read-lane.ts';
import { readUser } from './read-user.ts';
import { createRepeatForecast } from './repeat-forecast.ts';

/** The log in PostgreSQL. Each `append` is one transaction, apart from batches halved by a data error. */
export function createPostgresEventStore(sql: Sql): EventStore {
  const forecast = createRepeatForecast();
  return {
    append: (events) => appendRounds(events, (distinct) => appendEvents(sql, distinct, forecast)),
    readLane: (lane, afterOffset, limit) => readLane(sql, lane, afterOffset, limit),
    readUser: (userId, afterOffset, limit) => readUser(sql, userId, afterOffset, limit),
    get: (eventId) => getEvent(sql, eventId),
    laneHeads: () => laneHeads(sql),
    epoch: () => logEpoch(sql),
  };
}
