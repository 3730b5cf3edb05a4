import type { Person } from '@activity-hub/contracts/access/person';
import type { Statements } from '../postgres/statements.ts';
import { personColumns } from './person-columns.ts';

export async function getPerson(sql: Statements, personId: string): Promise<Person | undefined> {
  const [row] = await sql<Person[]>`select ${personColumns(sql)} from person where person.person_id = ${personId}`;
  return row;
}
