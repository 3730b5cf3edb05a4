import type { Caller } from '@activity-hub/contracts/access/caller';
import { HubError } from '@activity-hub/contracts/errors';
import { type Sight, sees } from '@activity-hub/db/queries/sight';
import type { Asking } from '../auth/asking.ts';

/** Whose eyes a question is answered for. */
export interface Viewer {
  readonly asking: Asking;
  /** Whether what is masked may be asked about: otherwise filters would tell it piece by piece. */
  readonly mayAskPersonal: boolean;
  sight(): Promise<Sight>;
  /** To be awaited before the answer goes out. */
  saw(procedure: string, userIds: Iterable<string | null>): Promise<void>;
}

export interface ViewerSources {
  readonly visible: { sightOf(caller: Caller): Promise<Sight> };
  readonly views: { record(asking: Asking, procedure: string, userIds: Iterable<string | null>): Promise<void> };
}

export function viewerOf({ visible, views }: ViewerSources, asking: Asking): Viewer {
  const { caller } = asking;
  return {
    asking,
    mayAskPersonal: isAdmin(caller),
    sight: () => visible.sightOf(caller),
    saw: (procedure, userIds) => views.record(asking, procedure, userIds),
  };
}

function isAdmin(caller: Caller): boolean {
  if (caller.kind === 'key') return caller.permissions.includes('admin');
  return caller.kind === 'person' && caller.role === 'admin';
}

/** @throws HubError not_in_cohort */
export function demandSight(sight: Sight, userId: string): void {
  if (sees(sight, userId)) return;
  throw new HubError('not_in_cohort', 'This person is in none of your cohorts. An admin can add them to one.', {
    pointer: '/user_id',
  });
}
