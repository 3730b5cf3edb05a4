import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { person, personAccount, personSession, personVerification } from '../postgres/schema/person.ts';

/** The tables under the names better-auth gives its models. */
export const authTables = {
  user: person,
  account: personAccount,
  session: personSession,
  verification: personVerification,
} as const;

/** A Drizzle client for better-auth alone: `drizzle()` replaces the parsers of the client it is given. */
export function connectAuthDatabase(url: string) {
  const client = postgres(url, {
    max: 3,
    connect_timeout: 10,
    onnotice: () => {},
    connection: { application_name: 'activity-hub sign-in', TimeZone: 'UTC' },
  });
  return {
    database: drizzle(client, { schema: authTables }),
    close: (): Promise<void> => client.end({ timeout: 1 }),
  };
}

export type AuthDatabase = ReturnType<typeof connectAuthDatabase>['database'];
