import { eventOfOutline } from '@activity-hub/contracts/event-outline';
import { daysOfWindow } from '@activity-hub/contracts/plugin/days-of-window';
import type { ProcessorRef } from '@activity-hub/db/checkpoints/consumer-store';
import { getEvent } from '@activity-hub/db/event-store/get-event';
import { readInboxHistory } from '@activity-hub/db/key-history/read-inbox-history';
import { readOwnDerived } from '@activity-hub/db/key-history/read-own-derived';
import { readStreamHistory } from '@activity-hub/db/key-history/read-stream-history';
import { readStreamOutlines } from '@activity-hub/db/key-history/read-stream-outlines';
import type { Sql } from '@activity-hub/db/postgres/client';
import { windowName } from './derive-event.ts';
import type { KeyHistory } from './key-history.ts';

/** Histories of keys that belong to one stream each. */
export function streamHistory(sql: Sql): KeyHistory {
  return {
    read: (query) => readStreamHistory(sql, { ...query, days: daysOfWindow(query.window) }),
    ...commonHistory(sql),
  };
}

/** The same for a fold that looks at outlines alone: of a user's stream the rest is not read. */
export function outlineHistory(sql: Sql): Pick<KeyHistory, 'read'> {
  const whole = streamHistory(sql);
  return {
    async read(query) {
      const { user_id } = query;
      if (user_id === null) return await whole.read(query);
      const outlines = await readStreamOutlines(sql, { ...query, user_id, days: daysOfWindow(query.window) });
      return outlines.map(eventOfOutline);
    },
  };
}

/** Histories of keys that cross streams. */
export function inboxHistory(sql: Sql, inbox: ProcessorRef): KeyHistory {
  return { read: (query) => readInboxHistory(sql, { ...query, inbox }), ...commonHistory(sql) };
}

function commonHistory(sql: Sql): Pick<KeyHistory, 'ownDerived' | 'get'> {
  return {
    ownDerived: (ref, { key, window, users }) =>
      readOwnDerived(sql, ref, {
        key,
        window: windowName({ key, window_kind: window.kind, window_start: window.start }),
        users,
      }),
    get: (eventId) => getEvent(sql, eventId),
  };
}
