import type { SinkFetch } from '@activity-hub/contracts/plugin/context';
import { fetch } from 'undici';
import type { GuardedAgents } from '../webhook/guarded-agent.ts';

/** The fetch that sinks are lent: the same addresses are refused as for webhooks, and redirects are not followed. */
export function guardedFetch(agents: GuardedAgents): SinkFetch {
  return async (url, init = {}) =>
    (await fetch(url, {
      ...(init as Parameters<typeof fetch>[1]),
      redirect: 'manual',
      dispatcher: agents.agentFor(),
    })) as unknown as Response;
}
