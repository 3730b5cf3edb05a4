import type { PersonRole } from '@activity-hub/contracts/access/caller';
import type { Statements } from '../postgres/statements.ts';

export interface PersonUpdate {
  readonly name: string;
  readonly role: PersonRole;
  readonly disabled: boolean;
}

export async function updatePerson(sql: Statements, personId: string, update: PersonUpdate): Promise<void> {
  await sql`
    update person set name = ${update.name}, role = ${update.role}, disabled = ${update.disabled}, updated_at = now()
    where person_id = ${personId}`;
}
