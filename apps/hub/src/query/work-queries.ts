import type { Freshness } from '@activity-hub/contracts/activity/freshness';
import type { HubPorts } from '@activity-hub/contracts/api/hub-ports';
import { HubError } from '@activity-hub/contracts/errors';
import { readWaitingKeys } from '@activity-hub/db/key-history/read-waiting-keys';
import { readLiveRevisions } from '@activity-hub/db/plugins/read-live-revisions';
import type { Sql } from '@activity-hub/db/postgres/client';
import { exactInstant } from '@activity-hub/db/queries/exact-instant';
import { pageOf, readCursor } from '@activity-hub/db/queries/keyset';
import { readProgress } from '@activity-hub/db/queries/read-progress';
import { getWork } from '@activity-hub/db/works/get-work';
import { listChildWorks } from '@activity-hub/db/works/list-child-works';
import { listUserWorks } from '@activity-hub/db/works/list-user-works';
import { WORK_TRACE } from '@activity-hub/db/works/work-state';
import { freshnessOfProcessor, freshnessWithWaiting } from './freshness-of.ts';
import type { QuerySources } from './query-sources.ts';
import { seenTrace, seenWork } from './seen-work.ts';
import { demandSight, type Viewer } from './viewer.ts';

/** The live revision of the plugin whose states are shown, and how far it is. To be read before the states are. */
async function shownTraces(sql: Sql): Promise<{ readonly version: string; readonly freshness: Freshness } | undefined> {
  const version = (await readLiveRevisions(sql)).get(WORK_TRACE);
  if (version === undefined) return undefined;
  const waiting = await readWaitingKeys(sql, { processor: WORK_TRACE, version });
  const handedOn = freshnessOfProcessor(await readProgress(sql), `${WORK_TRACE}/inbox`);
  return { version, freshness: freshnessWithWaiting(handedOn, waiting) };
}

const nothingYet: Freshness = { complete_through: null, lag_events: 0 };

/** Works of persons in sight. A work nobody in sight took part in cannot be told from one that is not there. */
export function createWorkQueries({ sql }: QuerySources, viewer: Viewer): HubPorts['works'] {
  return {
    async get(workId) {
      const sight = await viewer.sight();
      const shown = await shownTraces(sql);
      const query = { version: shown?.version ?? '', work_id: workId, sight };
      const trace = await getWork(sql, query);
      if (trace === undefined)
        throw new HubError('not_found', 'There is no work under this id.', { pointer: '/work_id' });
      const seen = seenTrace(trace, sight);
      const children = (await listChildWorks(sql, query)).map(({ work }) => seenWork(work, sight));
      await viewer.saw('works.get', new Set([seen, ...children].flatMap((work) => work.user_ids)));
      return { ...seen, children, freshness: shown?.freshness ?? nothingYet };
    },
    async ofUser({ user_id, cursor, limit }) {
      const userId = user_id.toLowerCase();
      const sight = await viewer.sight();
      demandSight(sight, userId);
      const after = readCursor(cursor);
      const shown = await shownTraces(sql);
      const found =
        shown === undefined ? [] : await listUserWorks(sql, { version: shown.version, user_id: userId, after, limit });
      const { rows, next } = pageOf(found, limit, (row) => ({
        at: exactInstant(row.last_occurred_at),
        id: row.last_event_id,
      }));
      const items = rows.map(({ work }) => seenWork(work, sight));
      await viewer.saw('users.works', new Set([userId, ...items.flatMap((work) => work.user_ids)]));
      return { user_id: userId, items, next_cursor: next, freshness: shown?.freshness ?? nothingYet };
    },
  };
}
