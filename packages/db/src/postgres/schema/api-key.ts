import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  bigint,
  check,
  date,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from 'drizzle-orm/pg-core';
import { bytea } from './bytea.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' });

/** A trigger announces every change but the last use on the channel `hub_keys`. */
export const apiKey = pgTable(
  'api_key',
  {
    keyId: text('key_id').primaryKey(),
    /** SHA-256 of the secret part; the secret itself is not kept. */
    secretDigest: bytea('secret_digest').notNull(),
    name: text('name').notNull(),
    source: text('source'),
    permissions: text('permissions').array().notNull(),
    /** Canonical topic patterns. */
    eventTypes: text('event_types').array().notNull(),
    limits: jsonb('limits').notNull(),
    createdAt: instant('created_at').notNull().default(sql`now()`),
    createdBy: jsonb('created_by').notNull(),
    expiresAt: instant('expires_at'),
    lastUsedAt: instant('last_used_at'),
    lastUsedAddress: text('last_used_address'),
    revokedAt: instant('revoked_at'),
    rotatedFrom: text('rotated_from').references((): AnyPgColumn => apiKey.keyId),
    rotatedTo: text('rotated_to').references((): AnyPgColumn => apiKey.keyId),
    overlapUntil: instant('overlap_until'),
  },
  (table) => [
    index('api_key_made').on(table.createdAt.desc().nullsFirst(), table.keyId.desc().nullsFirst()),
    check('api_key_key_id_check', sql`key_id ~ '^[0-9A-Za-z]{12}$'`),
    check('api_key_secret_digest_check', sql`octet_length(secret_digest) = 32`),
  ],
);

/** Events that each key has published on each UTC day, for the quotas. */
export const keyUsage = pgTable(
  'key_usage',
  {
    keyId: text('key_id')
      .notNull()
      .references(() => apiKey.keyId),
    day: date('day').notNull(),
    events: bigint('events', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.day, table.keyId] })],
);
