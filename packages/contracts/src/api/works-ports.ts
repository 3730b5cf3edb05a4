import type { UserWorks, WorkTrace } from '../activity/work-trace.ts';

/** Works, of which a viewer sees those that somebody in sight took part in. */
export interface WorkPorts {
  /** @throws HubError not_found */
  get(workId: string): Promise<WorkTrace>;
  /** @throws HubError not_in_cohort, invalid_cursor */
  ofUser(query: {
    readonly user_id: string;
    readonly cursor?: string | undefined;
    readonly limit: number;
  }): Promise<UserWorks>;
}
