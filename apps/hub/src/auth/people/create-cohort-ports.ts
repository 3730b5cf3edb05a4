import {
  type Cohort,
  type CohortMembers,
  type CohortMentors,
  type ImportAnswer,
  type MemberImport,
  maxCohortMembers,
} from '@activity-hub/contracts/access/cohort';
import type { CohortPorts } from '@activity-hub/contracts/api/cohorts-ports';
import { HubError } from '@activity-hub/contracts/errors';
import type { JsonObject } from '@activity-hub/contracts/event';
import { addMembers } from '@activity-hub/db/cohorts/add-members';
import { getCohort } from '@activity-hub/db/cohorts/get-cohort';
import { insertCohort } from '@activity-hub/db/cohorts/insert-cohort';
import { largestSight } from '@activity-hub/db/cohorts/largest-sight';
import { listCohorts } from '@activity-hub/db/cohorts/list-cohorts';
import { lockCohort } from '@activity-hub/db/cohorts/lock-cohort';
import { removeCohort } from '@activity-hub/db/cohorts/remove-cohort';
import { removeMembers } from '@activity-hub/db/cohorts/remove-members';
import { renameCohort } from '@activity-hub/db/cohorts/rename-cohort';
import { setMentors } from '@activity-hub/db/cohorts/set-mentors';
import type { Sql } from '@activity-hub/db/postgres/client';
import type { Statements } from '@activity-hub/db/postgres/statements';
import { translatedFailures } from '../../query/translated-failures.ts';
import type { Asking } from '../asking.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { readMemberList } from './read-member-list.ts';
import { maxVisibleUsers } from './visible-users.ts';

export interface CohortSources {
  /** Can write. */
  readonly sql: Sql;
  readonly audit: AuditLog;
  /** Called when somebody may see more or less than before. */
  readonly onSightChanged: () => void;
}

/** What a change did: the cohort as it is now, what the audit keeps, and the answer. */
interface Change<Result> {
  readonly cohort_id: string;
  readonly before?: JsonObject;
  readonly after?: JsonObject;
  readonly result: Result;
}

export function createCohortPorts(sources: CohortSources): (asking: Asking) => CohortPorts {
  const { sql } = sources;
  return (asking) => {
    const audited = auditedBy(sources, asking);
    return translatedFailures<CohortPorts>({
      list: () => listCohorts(sql, mentorOf(asking)),
      make: (name) => audited('cohort.made', (transaction) => make(transaction, name)),
      rename: (id, name) => audited('cohort.renamed', (transaction) => rename(transaction, id, name)),
      remove: (id) => audited('cohort.removed', (transaction) => remove(transaction, id)),
      addMembers: (members) => audited('cohort.members_added', (transaction) => add(transaction, members)),
      removeMembers: (members) => audited('cohort.members_removed', (transaction) => takeOut(transaction, members)),
      setMentors: (mentors) => audited('cohort.mentors_set', (transaction) => nameMentors(transaction, mentors)),
      importMembers: (list) => audited('cohort.members_imported', (transaction) => importList(transaction, list)),
    });
  };
}

/** Whose cohorts are shown; undefined: all. */
function mentorOf({ caller }: Asking): string | undefined {
  return caller.kind === 'person' && caller.role !== 'admin' ? caller.person_id : undefined;
}

function auditedBy({ sql, audit, onSightChanged }: CohortSources, { caller, requestId }: Asking) {
  return async <Result>(
    action: string,
    work: (transaction: Statements) => Promise<Change<Result>>,
  ): Promise<Result> => {
    const change = await sql.begin(async (transaction) => {
      const { cohort_id, before = null, after = null, result } = await work(transaction);
      await audit.record({ caller, requestId, action, subject: `cohort:${cohort_id}`, before, after }, transaction);
      return { result };
    });
    onSightChanged();
    return change.result;
  };
}

async function make(transaction: Statements, name: string): Promise<Change<Cohort>> {
  const cohortId = await insertCohort(transaction, name);
  if (cohortId === undefined) throw nameTaken();
  return { cohort_id: cohortId, after: { name }, result: await existing(transaction, cohortId) };
}

async function rename(transaction: Statements, cohortId: string, name: string): Promise<Change<Cohort>> {
  await lock(transaction, cohortId);
  const before = await existing(transaction, cohortId);
  if (!(await renameCohort(transaction, cohortId, name))) throw nameTaken();
  const result = await existing(transaction, cohortId);
  return { cohort_id: cohortId, before: { name: before.name }, after: { name }, result };
}

async function remove(transaction: Statements, cohortId: string): Promise<Change<void>> {
  await lock(transaction, cohortId);
  const { name, members, mentors } = await existing(transaction, cohortId);
  await removeCohort(transaction, cohortId);
  return { cohort_id: cohortId, before: { name, members, mentors }, result: undefined };
}

async function add(transaction: Statements, { cohort_id, user_ids }: CohortMembers): Promise<Change<Cohort>> {
  await lock(transaction, cohort_id);
  const members = [...new Set(user_ids.map((id) => id.toLowerCase()))].map((id) => ({ user_id: id }));
  const added = await addMembers(transaction, cohort_id, members);
  const result = await withinBounds(transaction, cohort_id);
  return { cohort_id, after: { added: [...added], members: result.members }, result };
}

async function takeOut(transaction: Statements, { cohort_id, user_ids }: CohortMembers): Promise<Change<Cohort>> {
  await lock(transaction, cohort_id);
  const removed = await removeMembers(transaction, cohort_id, user_ids);
  const result = await existing(transaction, cohort_id);
  return { cohort_id, after: { removed, user_ids, members: result.members }, result };
}

async function nameMentors(transaction: Statements, { cohort_id, person_ids }: CohortMentors): Promise<Change<Cohort>> {
  await lock(transaction, cohort_id);
  const before = await existing(transaction, cohort_id);
  if ((await setMentors(transaction, cohort_id, person_ids)) < new Set(person_ids).size)
    throw new HubError('not_found', 'One of the people does not exist. See GET /activity/people.', {
      pointer: '/person_ids',
    });
  const result = await withinBounds(transaction, cohort_id);
  return { cohort_id, before: { mentors: before.mentors }, after: { mentors: result.mentors }, result };
}

async function importList(transaction: Statements, { cohort_id, csv }: MemberImport): Promise<Change<ImportAnswer>> {
  await lock(transaction, cohort_id);
  const read = readMemberList(csv);
  if (read.length > maxCohortMembers)
    throw new HubError('invalid_input', `A list holds at most ${maxCohortMembers} lines: divide it.`, {
      pointer: '/csv',
    });
  const good = read.flatMap((line) => ('problem' in line ? [] : [line]));
  const added = await addMembers(transaction, cohort_id, good);
  const cohort = await withinBounds(transaction, cohort_id);
  const lines = read.map((line) =>
    'problem' in line
      ? { line: line.line, user_id: line.user_id, verdict: 'refused' as const, detail: line.problem }
      : {
          line: line.line,
          user_id: line.user_id,
          verdict: added.has(line.user_id) ? ('added' as const) : ('updated' as const),
          detail: null,
        },
  );
  const counts = { added: added.size, updated: good.length - added.size, refused: read.length - good.length };
  return { cohort_id, after: { ...counts, members: cohort.members }, result: { ...counts, lines } };
}

/** What a mentor may see is sent along with every question, so it is bounded where it grows. */
async function withinBounds(transaction: Statements, cohortId: string): Promise<Cohort> {
  const cohort = await existing(transaction, cohortId);
  if (cohort.members > maxCohortMembers)
    throw new HubError('invalid_input', `A cohort has at most ${maxCohortMembers} members: make another one.`);
  if ((await largestSight(transaction, cohortId)) > maxVisibleUsers)
    throw new HubError('invalid_input', `One mentor sees at most ${maxVisibleUsers} participants: share them out.`);
  return cohort;
}

async function lock(transaction: Statements, cohortId: string): Promise<void> {
  if (!(await lockCohort(transaction, cohortId))) throw unknownCohort();
}

async function existing(sql: Statements, cohortId: string): Promise<Cohort> {
  const cohort = await getCohort(sql, cohortId);
  if (cohort === undefined) throw unknownCohort();
  return cohort;
}

function unknownCohort(): HubError {
  return new HubError('not_found', 'There is no cohort with this id. See GET /activity/cohorts.', {
    pointer: '/cohort_id',
  });
}

function nameTaken(): HubError {
  return new HubError('already_exists', 'Another cohort has this name.', { pointer: '/name' });
}
