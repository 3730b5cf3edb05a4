import { HubError } from '@activity-hub/contracts/errors';
import { appendViewRecord } from '@activity-hub/db/audit/append-view-record';
import type { Sql } from '@activity-hub/db/postgres/client';
import { actorOf } from '../actor-of.ts';
import type { Asking } from '../asking.ts';

/** Who viewed whom. Await it before the answer goes out: what is not recorded is not shown. */
export interface ViewLog {
  /**
   * An answer that holds data of nobody is not recorded, unless it may be about somebody who is not named.
   * @throws HubError store_unavailable
   */
  record(
    asking: Asking,
    procedure: string,
    userIds: Iterable<string | null>,
    options?: { readonly evenOfNobody?: boolean },
  ): Promise<void>;
}

export function createViewLog(sql: Sql): ViewLog {
  return {
    async record({ caller, requestId }, procedure, userIds, { evenOfNobody = false } = {}) {
      const known = [...new Set(userIds)].filter((id) => id !== null);
      if (known.length === 0 && !evenOfNobody) return;
      const view = { viewer: actorOf(caller), procedure, user_ids: known, request_id: requestId };
      await appendViewRecord(sql, view).catch((cause: unknown) => {
        throw new HubError(
          'store_unavailable',
          'The view could not be recorded, so nothing is shown. Try again soon.',
          {
            cause,
          },
        );
      });
    },
  };
}
