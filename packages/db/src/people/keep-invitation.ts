import type { Statements } from '../postgres/statements.ts';

export interface InvitationToKeep {
  readonly person_id: string;
  /** SHA-256 of the token. */
  readonly token_hash: Buffer;
  readonly expires_at: string;
}

/** Replaces the invitation a person may have: a newer link makes the older one worthless. */
export async function keepInvitation(sql: Statements, invitation: InvitationToKeep): Promise<void> {
  await sql`
    insert into person_invitation (person_id, token_hash, expires_at)
    values (${invitation.person_id}, ${invitation.token_hash}, ${invitation.expires_at}::text::timestamptz)
    on conflict (person_id) do update set token_hash = excluded.token_hash, expires_at = excluded.expires_at`;
}
