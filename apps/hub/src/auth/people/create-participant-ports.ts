import type {
  Participant,
  ParticipantChange,
  ParticipantPage,
  ParticipantSearch,
} from '@activity-hub/contracts/access/participant';
import type { ParticipantPorts } from '@activity-hub/contracts/api/participants-ports';
import { getParticipant } from '@activity-hub/db/participants/get-participant';
import { keepParticipant } from '@activity-hub/db/participants/keep-participant';
import { listParticipants, type ParticipantRow } from '@activity-hub/db/participants/list-participants';
import type { Sql } from '@activity-hub/db/postgres/client';
import { masked } from '../../query/mask-event.ts';
import { translatedFailures } from '../../query/translated-failures.ts';
import type { Asking } from '../asking.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { ViewLog } from '../audit/view-log.ts';
import { encodeParticipantCursor, readParticipantCursor } from './participant-cursor.ts';
import type { VisibleUsers } from './visible-users.ts';

export interface ParticipantSources {
  /** Can write. */
  readonly sql: Sql;
  readonly audit: AuditLog;
  readonly views: ViewLog;
  readonly visible: VisibleUsers;
}

const defaultLimit = 50;

export function createParticipantPorts(sources: ParticipantSources): (asking: Asking) => ParticipantPorts {
  return (asking) =>
    translatedFailures<ParticipantPorts>({
      list: (search) => list(sources, asking, search),
      update: (change) => update(sources, asking, change),
    });
}

async function list(
  { sql, views, visible }: ParticipantSources,
  asking: Asking,
  { cursor, limit = defaultLimit, search, cohort_id }: ParticipantSearch,
): Promise<ParticipantPage> {
  const { caller } = asking;
  const sight = await visible.sightOf(caller);
  const isAdmin = caller.kind === 'person' && caller.role === 'admin';
  const mentorId = caller.kind === 'person' && !isAdmin ? caller.person_id : undefined;
  const after = readParticipantCursor(cursor);
  const found = await listParticipants(sql, { sight, mentor_id: mentorId, search, cohort_id, after, limit });
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const more = found.length > limit && last !== undefined;
  await views.record(
    asking,
    'participants.list',
    rows.map((row) => row.user_id),
  );
  return {
    items: rows.map((row) => shown(row, isAdmin)),
    next_cursor: more
      ? encodeParticipantCursor({ nameless: last.nameless, name: last.sort_name, user_id: last.user_id })
      : null,
  };
}

async function update(
  { sql, audit, views }: ParticipantSources,
  asking: Asking,
  { user_id, ...change }: ParticipantChange,
): Promise<Participant> {
  const userId = user_id.toLowerCase();
  const nobody = { display_name: null, email: null, time_zone: null, locale: null, external_ids: {}, cohorts: [] };
  const { caller, requestId } = asking;
  const changed = await sql.begin(async (transaction) => {
    const before = (await getParticipant(transaction, userId)) ?? { user_id: userId, ...nobody };
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    await keepParticipant(transaction, { ...before, ...given });
    const after = (await getParticipant(transaction, userId)) ?? before;
    const act = { action: 'participant.changed', subject: `participant:${userId}`, caller, requestId };
    // Which fields, and not what they hold: the audit outlives the erasure of a participant.
    await audit.record({ ...act, after: { fields: Object.keys(given).sort() } }, transaction);
    return after;
  });
  await views.record(asking, 'participants.update', [userId]);
  return changed;
}

function shown({ user_id, display_name, email, ...row }: ParticipantRow, isAdmin: boolean): Participant {
  const { time_zone, locale, external_ids, cohorts } = row;
  const address = email === null || isAdmin ? email : masked;
  return { user_id, display_name, email: address, time_zone, locale, external_ids, cohorts };
}
