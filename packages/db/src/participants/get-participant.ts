import type { Participant } from '@activity-hub/contracts/access/participant';
import type { Statements } from '../postgres/statements.ts';
import { participantColumns } from './participant-columns.ts';

export async function getParticipant(sql: Statements, userId: string): Promise<Participant | undefined> {
  const [row] = await sql<Participant[]>`
    select ${participantColumns(sql, undefined)} from participant where user_id = ${userId}::text::uuid`;
  return row;
}
