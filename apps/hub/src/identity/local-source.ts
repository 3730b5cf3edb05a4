import { isTimeZone } from '@activity-hub/contracts/calendar';
import { hasParticipants } from '@activity-hub/db/participants/has-participants';
import { type LocalIdentity, readIdentities } from '@activity-hub/db/participants/read-identities';
import type { Sql } from '@activity-hub/db/postgres/client';
import type { IdentitySource } from './create-directory.ts';
import type { KnownIdentity } from './known-identity.ts';

/** The participants that the hub itself knows. */
export function createLocalSource(sql: Sql): IdentitySource {
  let isPeopled = false;
  return {
    async isEmpty() {
      isPeopled ||= await hasParticipants(sql);
      return !isPeopled;
    },
    async lookUp(userIds, tell) {
      for (const identity of await readIdentities(sql, userIds)) tell(identity.user_id, knownIdentityOf(identity));
    },
  };
}

function knownIdentityOf({ time_zone, locale, cohort_ids }: LocalIdentity): KnownIdentity {
  return {
    zone: time_zone !== null && isTimeZone(time_zone) ? time_zone : undefined,
    context: { cohort_ids, ...(locale === null ? {} : { locale }) },
  };
}
