import type { Act } from '../access/act.ts';
import type { HubContext } from './trpc.ts';

/** Who asks for a change, and in which request: what the audit is told of it. */
export function actOf({ caller, requestId }: HubContext): Act {
  return { actor: caller, request_id: requestId };
}
