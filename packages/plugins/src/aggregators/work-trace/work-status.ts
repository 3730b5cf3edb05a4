import type { WorkStatus } from '@activity-hub/contracts/activity/work-trace';

/**
 * What an event says about the work.
 *
 *   active ─▶ started ─▶ submitted ─▶ accepted | rejected ─▶ completed ─▶ reverted
 *                ▲            └──────── reopened ◀── work that goes on ──┘
 *
 * Producers leave steps out, so any step may come at any time; an acceptance that comes after the completion
 * confirms it and changes nothing.
 */
const declared: Readonly<Record<string, WorkStatus>> = {
  'activity.work.submitted': 'submitted',
  'activity.work.accepted': 'accepted',
  'activity.work.rejected': 'rejected',
  'activity.work.completed': 'completed',
  'activity.work.reverted': 'reverted',
};

const goesOn: ReadonlySet<string> = new Set([
  'activity.work.started',
  'activity.work.task_created',
  'activity.work.task_started',
  'activity.work.task_completed',
  'activity.work.task_failed',
  'activity.work.artifact_created',
  'activity.work.artifact_updated',
]);

const ends: ReadonlySet<WorkStatus> = new Set(['accepted', 'rejected', 'completed', 'reverted']);

/** Whether nobody is expected to do anything more. */
export function isEnd(status: WorkStatus): boolean {
  return ends.has(status);
}

export function statusAfter(status: WorkStatus, eventType: string): WorkStatus {
  const next = declared[eventType];
  if (next !== undefined) return next === 'accepted' && status === 'completed' ? status : next;
  if (!goesOn.has(eventType)) return status;
  if (isEnd(status)) return 'reopened';
  return status === 'active' ? 'started' : status;
}
