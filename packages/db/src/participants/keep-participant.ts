import type { Participant } from '@activity-hub/contracts/access/participant';
import type { Statements } from '../postgres/statements.ts';

/** What is known of a participant from now on. */
export async function keepParticipant(sql: Statements, known: Omit<Participant, 'cohorts'>): Promise<void> {
  await sql`
    insert into participant (user_id, display_name, email, time_zone, locale, external_ids)
    values (${known.user_id}::text::uuid, ${known.display_name}, ${known.email}, ${known.time_zone}, ${known.locale},
      ${JSON.stringify(known.external_ids)}::text::jsonb)
    on conflict (user_id) do update set display_name = excluded.display_name, email = excluded.email,
      time_zone = excluded.time_zone, locale = excluded.locale, external_ids = excluded.external_ids, updated_at = now()`;
}
