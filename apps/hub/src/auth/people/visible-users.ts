import type { Caller } from '@activity-hub/contracts/access/caller';
import { listVisibleUsers } from '@activity-hub/db/cohorts/list-visible-users';
import type { Sql } from '@activity-hub/db/postgres/client';
import type { Sight } from '@activity-hub/db/queries/sight';
import { storeFailure } from '@activity-hub/db/queries/store-failure';
import { LRUCache } from 'lru-cache';

/** As many ids as still fit into one question to the analytics store: 210 of the 256 KiB that a statement of it may have. */
export const maxVisibleUsers = 5_000;

/** Somebody who left a cohort is out of its mentors' sight within this time. */
const believedMs = 5_000;
const maxMentors = 500;

export interface VisibleUsers {
  /** @throws HubError store_unavailable: what cannot be looked up is not shown */
  sightOf(caller: Caller): Promise<Sight>;
  /** Cohorts have changed. */
  readonly forget: () => void;
}

/** Whose data a caller may see: admins and keys everybody's, mentors that of their cohorts, others nobody's. */
export function createVisibleUsers(sql: Sql): VisibleUsers {
  const known = new LRUCache<string, Promise<Sight>>({ max: maxMentors, ttl: believedMs });
  const lookUp = async (mentorId: string): Promise<Sight> => {
    try {
      return await listVisibleUsers(sql, mentorId, maxVisibleUsers);
    } catch (error) {
      throw storeFailure(error);
    }
  };
  return {
    async sightOf(caller) {
      if (caller.kind === 'anonymous') return [];
      if (caller.kind === 'key' || caller.role === 'admin') return 'everybody';
      const earlier = known.get(caller.person_id);
      if (earlier !== undefined) return earlier;
      const sight = lookUp(caller.person_id);
      known.set(caller.person_id, sight);
      sight.catch(() => known.delete(caller.person_id));
      return sight;
    },
    forget: () => known.clear(),
  };
}
