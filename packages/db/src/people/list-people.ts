import type { Person } from '@activity-hub/contracts/access/person';
import type { Statements } from '../postgres/statements.ts';
import { personColumns } from './person-columns.ts';

/** More people than a hub has staff; keeps the answer bounded. */
const maxPeople = 1_000;

/** Everybody who may sign in, by name. */
export async function listPeople(sql: Statements): Promise<readonly Person[]> {
  return sql<Person[]>`
    select ${personColumns(sql)} from person order by lower(person.name), person.person_id limit ${maxPeople}`;
}
