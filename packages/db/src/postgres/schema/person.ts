import { sql } from 'drizzle-orm';
import { boolean, check, index, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';
import { bytea } from './bytea.ts';

/**
 * The people who sign in. better-auth reads and writes these four tables through Drizzle, and it knows
 * the columns by their property names here: they are its names, not ours.
 */
const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

export const person = pgTable(
  'person',
  {
    id: text('person_id').primaryKey(),
    name: text('name').notNull(),
    email: text('email').notNull().unique('person_email_key'),
    emailVerified: boolean('email_verified').notNull().default(false),
    image: text('image'),
    role: text('role').notNull().default('mentor'),
    disabled: boolean('disabled').notNull().default(false),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  () => [check('person_role_known', sql`role in ('admin', 'mentor')`)],
);

/** How a person proves who they are: `credential` is a password, `ory` an identity of the ecosystem. */
export const personAccount = pgTable(
  'person_account',
  {
    id: text('account_id').primaryKey(),
    providerId: text('provider_id').notNull(),
    accountId: text('provider_account_id').notNull(),
    userId: text('person_id')
      .notNull()
      .references(() => person.id, { onDelete: 'cascade' }),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: instant('access_token_expires_at'),
    refreshTokenExpiresAt: instant('refresh_token_expires_at'),
    scope: text('scope'),
    password: text('password'),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('person_account_key').on(table.providerId, table.accountId),
    index('person_account_person').on(table.userId),
  ],
);

export const personSession = pgTable(
  'person_session',
  {
    id: text('session_id').primaryKey(),
    userId: text('person_id')
      .notNull()
      .references(() => person.id, { onDelete: 'cascade' }),
    token: text('token').notNull().unique('person_session_token_key'),
    expiresAt: instant('expires_at').notNull(),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (table) => [index('person_session_person').on(table.userId)],
);

/** Short-lived values of a sign-in under way (the state of an OIDC round trip). */
export const personVerification = pgTable(
  'person_verification',
  {
    id: text('verification_id').primaryKey(),
    identifier: text('identifier').notNull(),
    value: text('value').notNull(),
    expiresAt: instant('expires_at').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (table) => [index('person_verification_identifier').on(table.identifier)],
);

/** A link to choose a password, at most one a person. Only the SHA-256 of its token is kept. */
export const personInvitation = pgTable('person_invitation', {
  personId: text('person_id')
    .primaryKey()
    .references(() => person.id, { onDelete: 'cascade' }),
  tokenHash: bytea('token_hash').notNull().unique('person_invitation_token_key'),
  expiresAt: instant('expires_at').notNull(),
});
