import type { KeyLimits } from '@activity-hub/contracts/access/api-key';
import type { KeyPermission } from '@activity-hub/contracts/access/caller';
import type { Statements } from '../postgres/statements.ts';

/** A key as the database holds it. */
export interface KeyRow {
  readonly key_id: string;
  readonly secret_digest: Buffer;
  readonly name: string;
  readonly source: string | null;
  readonly permissions: readonly KeyPermission[];
  readonly event_types: readonly string[];
  readonly limits: KeyLimits;
  readonly created_at: string;
  readonly created_by: {
    readonly kind: 'person' | 'key' | 'operator';
    readonly id: string | null;
    readonly name: string;
  };
  readonly expires_at: string | null;
  readonly last_used_at: string | null;
  readonly last_used_address: string | null;
  readonly revoked_at: string | null;
  readonly rotated_from: string | null;
  readonly rotated_to: string | null;
  readonly overlap_until: string | null;
}

/** With the events of this UTC day. */
export type KeyRowWithUsage = KeyRow & { readonly events_today: number };

export function keyColumns(sql: Statements) {
  return sql`key_id, secret_digest, name, source, permissions, event_types, limits, created_at, created_by, expires_at,
    last_used_at, last_used_address, revoked_at, rotated_from, rotated_to, overlap_until`;
}

export function eventsToday(sql: Statements) {
  return sql`coalesce((
    select key_usage.events from key_usage
    where key_usage.key_id = api_key.key_id and key_usage.day = (now() at time zone 'UTC')::date), 0) as events_today`;
}
