import type { HubPorts } from '@activity-hub/contracts/api/hub-ports';
import { HubError } from '@activity-hub/contracts/errors';
import { exactInstant } from '@activity-hub/db/queries/exact-instant';
import { getCase } from '@activity-hub/db/queries/get-case';
import { pageOf, readCursor } from '@activity-hub/db/queries/keyset';
import { listCases } from '@activity-hub/db/queries/list-cases';
import type { QuerySources } from './query-sources.ts';
import { demandSight, type Viewer } from './viewer.ts';

const defaultCases = 50;

export function createAnomalyQueries({ sql }: QuerySources, viewer: Viewer): HubPorts['anomalies'] {
  return {
    async list({ cursor, limit = defaultCases, ...search }) {
      const sight = await viewer.sight();
      if (search.user_id !== undefined) demandSight(sight, search.user_id.toLowerCase());
      const found = await listCases(sql, { ...search, sight, after: readCursor(cursor), limit });
      const { rows, next } = pageOf(found, limit, (row) => ({ at: exactInstant(row.last_seen_at), id: row.case_id }));
      await viewer.saw(
        'anomalies.list',
        rows.map((row) => row.user_id),
      );
      return { items: [...rows], next_cursor: next };
    },
    async get(caseId) {
      const row = await getCase(sql, caseId, await viewer.sight());
      if (row === undefined)
        throw new HubError('not_found', 'There is no anomaly case under this id.', { pointer: '/case_id' });
      await viewer.saw('anomalies.get', [row.user_id]);
      return row;
    },
  };
}
