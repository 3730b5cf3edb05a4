import type { RefusedEvent } from '../activity/refused-event.ts';
import type {
  DiscardAnswer,
  DiscardPlan,
  RepairAttempt,
  RepairEstimate,
  RepairPlan,
  RepairRun,
  Resubmission,
  Revalidation,
} from '../activity/refused-repair.ts';
import type { RefusedGroupSearch, RefusedGroups, RefusedPage, RefusedSearch } from '../activity/refused-search.ts';

/** What the procedures on refused events and their repair need of a hub. Changes are audited under the caller's name. */
export interface RefusedPorts {
  search(search: RefusedSearch): Promise<RefusedPage>;
  groups(search: RefusedGroupSearch): Promise<RefusedGroups>;
  /** @throws HubError not_found */
  get(refusedId: string): Promise<RefusedEvent>;
  /** Changes nothing. @throws HubError not_found, not_repairable, invalid_input */
  revalidate(attempt: RepairAttempt): Promise<Revalidation>;
  /**
   * Publishes it at most once, whoever tries and how often. A repeat answers what the first time became.
   * @throws HubError not_found, not_repairable (discarded; somebody is at it; the key is gone), invalid_input
   */
  resubmit(attempt: RepairAttempt): Promise<Resubmission>;
  /** Changes nothing. */
  estimate(plan: RepairPlan): Promise<RepairEstimate>;
  /** Starts and answers at once; `progress` tells how it goes on. */
  resubmitMany(plan: RepairPlan): Promise<RepairRun>;
  /** @throws HubError not_found */
  progress(runId: string): Promise<RepairRun>;
  /** Newest first, at most 50. */
  runs(): Promise<readonly RepairRun[]>;
  /** Stops within one chunk. @throws HubError not_found */
  cancel(runId: string): Promise<RepairRun>;
  discard(plan: DiscardPlan): Promise<DiscardAnswer>;
}
