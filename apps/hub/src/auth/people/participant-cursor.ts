import { invalidCursor } from '@activity-hub/contracts/invalid-cursor';
import type { ParticipantPlace } from '@activity-hub/db/participants/list-participants';
import { z } from 'zod';

const place = z.tuple([z.literal('p1'), z.boolean(), z.string().max(200), z.guid()]);

export function encodeParticipantCursor({ nameless, name, user_id }: ParticipantPlace): string {
  return Buffer.from(JSON.stringify(['p1', nameless, name, user_id])).toString('base64url');
}

/** @throws HubError invalid_cursor when the text was not given out by the hub */
export function readParticipantCursor(cursor: string | undefined): ParticipantPlace | undefined {
  if (cursor === undefined) return undefined;
  const parsed = place.safeParse(jsonOf(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (!parsed.success || parsed.data[2].includes('\u0000')) throw invalidCursor();
  const [, nameless, name, userId] = parsed.data;
  return { nameless, name, user_id: userId };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
