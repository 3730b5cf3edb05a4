import type { Caller } from '@activity-hub/contracts/access/caller';

/** One request: who asks, and under which id the logs and the audit know it. */
export interface Asking {
  readonly caller: Caller;
  readonly requestId: string;
}
