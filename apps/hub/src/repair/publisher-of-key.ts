import { getKey } from '@activity-hub/db/keys/get-key';
import type { Sql } from '@activity-hub/db/postgres/client';
import { publisherOf } from '../auth/publisher-of.ts';
import type { Publisher } from '../ingest/ingest-request.ts';

/** A key that was rotated again and again has successors; more than these nobody follows. */
const maxSuccessors = 20;

/**
 * What the key of a refused event may publish today; of a key that ended, what the key that took its place
 * may. Undefined: it was revoked, has expired, or may not publish any more.
 */
export async function publisherOfKey(sql: Sql, keyId: string, nowMs: number): Promise<Publisher | undefined> {
  let id: string | null = keyId;
  for (let step = 0; id !== null && step < maxSuccessors; step++) {
    const row = await getKey(sql, id);
    if (row === undefined) return undefined;
    const ends = [row.expires_at, row.overlap_until, row.revoked_at].filter((end) => end !== null);
    if (ends.every((end) => Date.parse(end) > nowMs)) {
      const { key_id, name, source, permissions, event_types } = row;
      if (!permissions.includes('write') && !permissions.includes('admin')) return undefined;
      return publisherOf({ kind: 'key', key_id, name, source, permissions, event_types });
    }
    id = row.rotated_to;
  }
  return undefined;
}
