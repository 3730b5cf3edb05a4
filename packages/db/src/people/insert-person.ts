import type { PersonRole } from '@activity-hub/contracts/access/caller';
import type { Statements } from '../postgres/statements.ts';

export interface PersonToInsert {
  readonly person_id: string;
  readonly name: string;
  /** Lower case. */
  readonly email: string;
  readonly role: PersonRole;
}

/** @returns false when the e-mail is taken; nothing is written then */
export async function insertPerson(sql: Statements, person: PersonToInsert): Promise<boolean> {
  // Whoever administers the hub vouches for the address, so an identity of ORY with the same one may be linked.
  const rows = await sql`
    insert into person (person_id, name, email, role, email_verified)
    values (${person.person_id}, ${person.name}, ${person.email}, ${person.role}, true)
    on conflict (email) do nothing
    returning person_id`;
  return rows.length > 0;
}
