import type { Statements } from '../postgres/statements.ts';

/** Uses up an invitation. Of two at once one gets it. @returns whose it was, if it stands and has not expired */
export async function takeInvitation(
  sql: Statements,
  tokenHash: Buffer,
): Promise<{ readonly person_id: string; readonly email: string } | undefined> {
  const [row] = await sql<{ person_id: string; email: string }[]>`
    delete from person_invitation using person
    where person_invitation.token_hash = ${tokenHash} and person_invitation.expires_at > now()
      and person.person_id = person_invitation.person_id and not person.disabled
    returning person.person_id, person.email`;
  return row;
}
