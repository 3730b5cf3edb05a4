import type { Actor } from '@activity-hub/contracts/access/audit';
import type { Caller } from '@activity-hub/contracts/access/caller';

/** The caller as audits keep it: the name as it was then, never the e-mail. */
export function actorOf(caller: Caller): Actor {
  switch (caller.kind) {
    case 'person':
      return { kind: 'person', id: caller.person_id, name: caller.name };
    case 'key':
      return { kind: 'key', id: caller.key_id, name: caller.name };
    case 'anonymous':
      return { kind: 'anonymous', id: null, name: null };
  }
}
