const failures: ReadonlySet<string> = new Set(['activity.work.task_failed', 'activity.work.rejected']);

/** Whether an event of a work says that something went wrong. */
export function isWorkFailure(eventType: string): boolean {
  return failures.has(eventType);
}
