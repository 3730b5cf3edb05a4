import { defaultKeyLimits, type KeyLimits } from '@activity-hub/contracts/access/api-key';
import type { KeyRowWithUsage } from '@activity-hub/db/keys/key-row';
import { digestOf, type KeyText, randomKey } from '../keys/key-text.ts';

/** A key of the learning platform that may publish everything, as the database would hold it. */
export function keyRowFixture(
  { limits, ...over }: Partial<Omit<KeyRowWithUsage, 'limits'>> & { readonly limits?: Partial<KeyLimits> } = {},
  text: KeyText = randomKey(),
): KeyRowWithUsage {
  return {
    key_id: text.keyId,
    secret_digest: digestOf(text.secret),
    name: 'lms',
    source: 'lms',
    permissions: ['write'],
    event_types: ['activity.**'],
    limits: { ...defaultKeyLimits, ...limits },
    created_at: '2026-11-01T00:00:00.000Z',
    created_by: { kind: 'person', id: 'p', name: 'Ada' },
    expires_at: null,
    last_used_at: null,
    last_used_address: null,
    revoked_at: null,
    rotated_from: null,
    rotated_to: null,
    overlap_until: null,
    events_today: 0,
    ...over,
  };
}
