import type { ApiKey } from '@activity-hub/contracts/access/api-key';
import type { KeyRowWithUsage } from '@activity-hub/db/keys/key-row';
import { keyStateOf } from './key-state.ts';
import { prefixOf } from './key-text.ts';

/** The key without what must not leave the hub. */
export function apiKeyOf(row: KeyRowWithUsage, now: number): ApiKey {
  const { secret_digest: _, permissions, event_types, ...shown } = row;
  return {
    ...shown,
    permissions: [...permissions],
    event_types: [...event_types],
    prefix: prefixOf(row.key_id),
    state: keyStateOf(row, now),
  };
}
