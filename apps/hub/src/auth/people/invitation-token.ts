import { createHash, randomBytes } from 'node:crypto';
import type { Invitation } from '@activity-hub/contracts/access/person';

const validMs = 7 * 24 * 60 * 60 * 1000;

/** Only this is kept of a token: reading the database opens no account. */
export function digestOfToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** A link that is valid for a week; 256 random bits need no limit on guesses. */
export function makeInvitation(nowMs: number): Invitation {
  const token = randomBytes(32).toString('base64url');
  return { token, path: `/invitation?token=${token}`, expires_at: new Date(nowMs + validMs).toISOString() };
}
