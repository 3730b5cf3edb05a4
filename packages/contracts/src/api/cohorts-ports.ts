import type { Cohort, CohortMembers, CohortMentors, ImportAnswer, MemberImport } from '../access/cohort.ts';

/** What the procedures on groups of participants and their mentors need of a hub. A mentor sees the own cohorts. */
export interface CohortPorts {
  list(): Promise<readonly Cohort[]>;
  /** @throws HubError already_exists when the name is taken */
  make(name: string): Promise<Cohort>;
  /** @throws HubError not_found, already_exists */
  rename(cohortId: string, name: string): Promise<Cohort>;
  /** The participants stay; only the group goes. @throws HubError not_found */
  remove(cohortId: string): Promise<void>;
  /** Participants nobody knows yet are made. @throws HubError not_found, invalid_input when the cohort would be too large */
  addMembers(members: CohortMembers): Promise<Cohort>;
  removeMembers(members: CohortMembers): Promise<Cohort>;
  setMentors(mentors: CohortMentors): Promise<Cohort>;
  importMembers(list: MemberImport): Promise<ImportAnswer>;
}
