import type { ViewSearch } from '@activity-hub/contracts/access/audit';

/** Shared by server and browser, so that both ask the same question. */
export function viewersInput(userId: string): ViewSearch {
  return { user_id: userId, limit: 10 };
}
