import type { ParticipantSearch } from '@activity-hub/contracts/access/participant';

/** Shared by server and browser, so that both ask the same question. */
export function memberSearchOf(cohortId: string, search: string | null): ParticipantSearch {
  return { cohort_id: cohortId, ...(search === null || search === '' ? {} : { search }), limit: 100 };
}
