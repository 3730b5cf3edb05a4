import type { WorkTrace } from '@activity-hub/contracts/activity/work-trace';

/** The trace as this viewer sees it, as a file. */
export function downloadTrace(trace: WorkTrace): void {
  const address = URL.createObjectURL(new Blob([JSON.stringify(trace, null, 2)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `${trace.work_id.replace(/[^\w.-]+/g, '-')}-v${trace.version}.json`;
  link.click();
  URL.revokeObjectURL(address);
}
