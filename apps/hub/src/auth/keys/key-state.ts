import type { KeyState } from '@activity-hub/contracts/access/api-key';
import { HubError } from '@activity-hub/contracts/errors';
import type { KeyRow } from '@activity-hub/db/keys/key-row';

type Lifetime = Pick<KeyRow, 'name' | 'expires_at' | 'revoked_at' | 'rotated_to' | 'overlap_until'>;

export function keyStateOf(key: Lifetime, now: number): KeyState {
  if (key.revoked_at !== null) return 'revoked';
  if (isPast(key.expires_at, now) || isPast(key.overlap_until, now)) return 'expired';
  return key.rotated_to === null ? 'active' : 'ending';
}

/** @throws HubError key_revoked, key_expired */
export function demandAlive(key: Lifetime, now: number): void {
  const state = keyStateOf(key, now);
  if (state === 'revoked')
    throw new HubError('key_revoked', `The key "${key.name}" was revoked. Ask an admin for a new one.`);
  if (state !== 'expired') return;
  const why = isPast(key.overlap_until, now)
    ? `was replaced, and its overlap ended at ${key.overlap_until}. Use the key that took its place.`
    : `expired at ${key.expires_at}. Ask an admin for a new one.`;
  throw new HubError('key_expired', `The key "${key.name}" ${why}`);
}

function isPast(instant: string | null, now: number): boolean {
  return instant !== null && Date.parse(instant) <= now;
}
