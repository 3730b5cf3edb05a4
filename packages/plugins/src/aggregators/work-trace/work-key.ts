import type { RecordedEvent } from '@activity-hub/contracts/event';
import { textIn } from './payload-field.ts';

const workTypes = 'activity.work.';

type Keyed = Pick<RecordedEvent, 'event_type' | 'payload' | 'session_id'>;

/**
 * The work an event belongs to, told by the event alone, so that it never depends on what came before:
 * - a reversal to the work it reverts, which is the one that ended so;
 * - any event that names a work, of whatever family, to that work;
 * - an event of the family work without a name to the work of its session, `session:<id>`.
 * Other events of a session stay out: they are the business of the session, not of one of its works.
 */
export function workKeyOf({ event_type, payload, session_id }: Keyed): string | undefined {
  const reverted = event_type === `${workTypes}reverted` ? textIn(payload, 'reverts_work_id') : null;
  const named = reverted ?? textIn(payload, 'work_id');
  if (named !== null) return named;
  return event_type.startsWith(workTypes) && session_id !== null ? `session:${session_id}` : undefined;
}
