import { demandAccess } from '@activity-hub/contracts/access/access-level';
import type { CasePorts } from '@activity-hub/contracts/api/cases-ports';
import { HubError } from '@activity-hub/contracts/errors';
import { uuidV5 } from '@activity-hub/contracts/uuid-v5';
import type { EventStore } from '@activity-hub/db/event-store/event-store';
import type { Sql } from '@activity-hub/db/postgres/client';
import { getCase } from '@activity-hub/db/queries/get-case';
import type { AuditLog } from '../auth/audit/audit-log.ts';
import { systemEvent } from '../bus/system-event.ts';
import { nameOfActor } from '../catalogue/name-of-actor.ts';
import { translatedFailures } from '../query/translated-failures.ts';
import type { ViewerSources } from '../query/viewer.ts';

/** Namespace of the ids of escalations. Fixed for ever: with another one a repeat would be another event. */
const ESCALATION_NAMESPACE = 'f1a2a0c8-7c0b-5a6e-9a64-9d3c4c1c7f52';

export interface CaseSources {
  /** Can write. */
  readonly changes: Sql;
  readonly audit: AuditLog;
  readonly log: Pick<EventStore, 'append'>;
  readonly visible: ViewerSources['visible'];
  readonly now: () => number;
}

export function createCasePorts({ changes, audit, log, visible, now }: CaseSources): CasePorts {
  return translatedFailures<CasePorts>({
    async escalate({ case_id, reason }, act) {
      const { actor, request_id: requestId } = act;
      if (actor.kind === 'key') demandAccess(actor, 'admin');
      const known = await getCase(changes, case_id, await visible.sightOf(actor));
      if (known === undefined)
        throw new HubError('not_found', 'There is no anomaly case under this id.', { pointer: '/case_id' });
      const { detector, kind, key, severity, user_id, findings } = known;
      const subject = `case:${case_id}`;
      await audit.record({ caller: actor, requestId, action: 'case.escalated', subject, after: { reason } });
      const at = new Date(now()).toISOString();
      const event = systemEvent(
        {
          // Once for what is known of the case; after new findings it can be escalated again.
          event_id: uuidV5(ESCALATION_NAMESPACE, `${case_id}|${findings}`),
          event_type: 'activity.case.escalated',
          timestamp: at,
          user_id,
          causation_id: null,
          correlation_id: case_id,
          payload: { case_id, detector, kind, key, severity, reason, by: nameOfActor(act) },
        },
        at,
      );
      const [outcome] = await log.append([event]);
      const duplicate = outcome?.status === 'duplicate' || outcome?.status === 'conflict';
      if (!duplicate && outcome?.status !== 'accepted')
        throw new Error(`The escalation was not appended: ${outcome?.status}.`);
      return { case_id, event_id: event.event_id, duplicate };
    },
  });
}
