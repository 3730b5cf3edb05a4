import { randomUUID } from 'node:crypto';
import type { Invitation, Me, Person, PersonChange } from '@activity-hub/contracts/access/person';
import type { PeoplePorts } from '@activity-hub/contracts/api/people-ports';
import { HubError } from '@activity-hub/contracts/errors';
import { addMentorToCohorts } from '@activity-hub/db/cohorts/add-mentor-to-cohorts';
import { countOtherAdmins } from '@activity-hub/db/people/count-other-admins';
import { endSessions } from '@activity-hub/db/people/end-sessions';
import { getPerson } from '@activity-hub/db/people/get-person';
import { hasPeople } from '@activity-hub/db/people/has-people';
import { insertPerson } from '@activity-hub/db/people/insert-person';
import { keepInvitation } from '@activity-hub/db/people/keep-invitation';
import { keepPassword } from '@activity-hub/db/people/keep-password';
import { listPeople } from '@activity-hub/db/people/list-people';
import { lockPeople } from '@activity-hub/db/people/lock-people';
import { takeInvitation } from '@activity-hub/db/people/take-invitation';
import { updatePerson } from '@activity-hub/db/people/update-person';
import type { Sql } from '@activity-hub/db/postgres/client';
import type { Statements } from '@activity-hub/db/postgres/statements';
import { translatedFailures } from '../../query/translated-failures.ts';
import type { Asking } from '../asking.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { digestOfToken, makeInvitation } from './invitation-token.ts';

export interface PeopleSources {
  /** Can write. */
  readonly sql: Sql;
  readonly audit: AuditLog;
  readonly clock: () => number;
  readonly hashPassword: (password: string) => Promise<string>;
  /** Whether ORY is configured. */
  readonly ory: boolean;
  /** Called when rights have changed, so that nobody goes on with those of before. */
  readonly onRightsChanged: () => void;
}

export function createPeoplePorts(sources: PeopleSources): (asking: Asking) => PeoplePorts {
  const { sql } = sources;
  return (asking) =>
    translatedFailures<PeoplePorts>({
      setupState: async () => ({
        needs_setup: !(await hasPeople(sql)),
        sign_in: { password: true, ory: sources.ory },
      }),
      setUp: (admin) => setUp(sources, asking, admin),
      me: () => meOf(sources, asking),
      list: () => listPeople(sql),
      make: (person) => invite(sources, asking, person),
      update: (change) => update(sources, asking, change),
      resetPassword: (personId) => resetPassword(sources, asking, personId),
      choosePassword: (chosen) => choosePassword(sources, chosen),
    });
}

type Ask<Name extends keyof PeoplePorts> = Parameters<PeoplePorts[Name]>[0];

async function setUp(sources: PeopleSources, { requestId }: Asking, admin: Ask<'setUp'>): Promise<Person> {
  const setUpAlready = (): HubError =>
    new HubError('already_exists', 'The hub is set up already. Sign in, or ask an admin for an invitation.');
  // Before the password is hashed: whoever finds the hub set up must not make it work.
  if (await hasPeople(sources.sql)) throw setUpAlready();
  const hash = await sources.hashPassword(admin.password);
  return sources.sql.begin(async (transaction) => {
    await lockPeople(transaction);
    if (await hasPeople(transaction)) throw setUpAlready();
    const person = { person_id: randomUUID(), name: admin.name, email: admin.email, role: 'admin' } as const;
    await insertPerson(transaction, person);
    await keepPassword(transaction, person.person_id, hash);
    const made = await existing(transaction, person.person_id);
    const act = { action: 'hub.set_up', subject: `person:${person.person_id}`, after: imageOf(made), requestId };
    await sources.audit.record(act, transaction);
    return made;
  });
}

async function meOf({ sql }: PeopleSources, { caller }: Asking): Promise<Me> {
  switch (caller.kind) {
    case 'person': {
      const { person_id, email, name, role } = caller;
      const { cohorts } = await existing(sql, person_id);
      return { kind: 'person', person_id, email, name, role, cohorts };
    }
    case 'key':
      return { kind: 'key', key_id: caller.key_id, name: caller.name, permissions: [...caller.permissions] };
    case 'anonymous':
      throw new HubError('unauthenticated', 'Sign in, or send a key.');
  }
}

async function invite(
  { sql, audit, clock }: PeopleSources,
  { caller, requestId }: Asking,
  wanted: Ask<'make'>,
): Promise<{ readonly person: Person; readonly invitation: Invitation }> {
  const invitation = makeInvitation(clock());
  return sql.begin(async (transaction) => {
    const person = { person_id: randomUUID(), name: wanted.name, email: wanted.email, role: wanted.role };
    if (!(await insertPerson(transaction, person)))
      throw new HubError('already_exists', 'Somebody signs in with this e-mail already.', { pointer: '/email' });
    const cohortIds = wanted.cohort_ids ?? [];
    if ((await addMentorToCohorts(transaction, person.person_id, cohortIds)) < new Set(cohortIds).size)
      throw new HubError('not_found', 'One of the cohorts does not exist.', { pointer: '/cohort_ids' });
    await keepLink(transaction, person.person_id, invitation);
    const made = await existing(transaction, person.person_id);
    const act = { action: 'person.made', subject: `person:${person.person_id}`, after: imageOf(made) };
    await audit.record({ ...act, caller, requestId }, transaction);
    return { person: made, invitation };
  });
}

async function update(sources: PeopleSources, { caller, requestId }: Asking, change: PersonChange): Promise<Person> {
  const changed = await sources.sql.begin(async (transaction) => {
    await lockPeople(transaction);
    const before = await existing(transaction, change.person_id);
    const { name = before.name, role = before.role, disabled = before.disabled } = change;
    const keepsRights = role === 'admin' && !disabled;
    if (!keepsRights && before.role === 'admin' && (await countOtherAdmins(transaction, before.person_id)) === 0)
      throw new HubError('invalid_input', 'Somebody must be left who administers the hub: make another admin first.', {
        pointer: role === 'admin' ? '/disabled' : '/role',
      });
    await updatePerson(transaction, before.person_id, { name, role, disabled });
    if (disabled) await endSessions(transaction, before.person_id);
    const after = await existing(transaction, before.person_id);
    const act = { action: 'person.changed', subject: `person:${before.person_id}`, caller, requestId };
    await sources.audit.record({ ...act, before: imageOf(before), after: imageOf(after) }, transaction);
    return after;
  });
  sources.onRightsChanged();
  return changed;
}

async function resetPassword(
  { sql, audit, clock, onRightsChanged }: PeopleSources,
  { caller, requestId }: Asking,
  personId: string,
): Promise<Invitation> {
  const invitation = makeInvitation(clock());
  await sql.begin(async (transaction) => {
    await existing(transaction, personId);
    await keepPassword(transaction, personId, null);
    await endSessions(transaction, personId);
    await keepLink(transaction, personId, invitation);
    const act = { action: 'person.password_reset', subject: `person:${personId}`, caller, requestId };
    await audit.record(act, transaction);
  });
  onRightsChanged();
  return invitation;
}

async function choosePassword(
  { sql, audit, hashPassword }: PeopleSources,
  { token, password }: Ask<'choosePassword'>,
): Promise<{ readonly email: string }> {
  return sql.begin(async (transaction) => {
    const taken = await takeInvitation(transaction, digestOfToken(token));
    if (taken === undefined)
      throw new HubError(
        'not_found',
        'This link was used already, has expired, or never was one. Ask an admin for a new one.',
        {
          pointer: '/token',
        },
      );
    // Only now: a guessed token must not make the hub work.
    await keepPassword(transaction, taken.person_id, await hashPassword(password));
    await audit.record({ action: 'person.password_chosen', subject: `person:${taken.person_id}` }, transaction);
    return { email: taken.email };
  });
}

function keepLink(transaction: Statements, personId: string, { token, expires_at }: Invitation): Promise<void> {
  return keepInvitation(transaction, { person_id: personId, token_hash: digestOfToken(token), expires_at });
}

async function existing(sql: Statements, personId: string): Promise<Person> {
  const person = await getPerson(sql, personId);
  if (person !== undefined) return person;
  throw new HubError('not_found', 'There is nobody with this id. See GET /activity/people.', { pointer: '/person_id' });
}

/** What the audit keeps of a person. */
function imageOf({ name, email, role, disabled }: Person): { readonly [key: string]: string | boolean } {
  return { name, email, role, disabled };
}
